import { compareSeverity, type Severity } from '#lib/core/severity.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import type { EvaluationContext, Evidence, Verdict } from './contract.ts'
import type { AddressFacts, EndpointFacts } from './facts.ts'
import {
  confirmedByLastAttempt,
  describeLastAttempt,
  describeOutcome,
  type FactPart,
  seenAt,
  staleAt,
} from './freshness.ts'
import { type Audience, mainChain, type ServedChain, servedChains, unseenChains } from './served-chains.ts'
import { notApplicable, notAssessed } from './verdict.ts'

/** An address with facts to judge, and one of the chains that it serves; the main one where only the address counts. */
export interface AssessableAddress extends ServedChain {
  readonly ip: string
  readonly facts: TlsFacts
}

type Severities<Grade extends string> = Readonly<Record<Grade, Severity>>

/**
 * One verdict over all addresses of an endpoint: fails if any address fails (with the worst grade), is not assessed
 * where some address could not be judged and none failed, passes only where every address was judged and one passed.
 * Facts that the last attempt did not confirm, or that are stale, still fail but never pass. `part` says which facts a
 * pass rests on: their own instant and interval tell whether they are stale.
 */
export function perAddress<Grade extends string>(
  facts: EndpointFacts,
  context: EvaluationContext,
  severities: Severities<Grade>,
  judge: (address: AssessableAddress) => Verdict<Grade>,
  part: FactPart = 'inventory',
): Verdict<Grade> {
  return overServed(facts, severities, (address) => {
    const { latest } = address
    if (latest === null) return [{ verdict: notAssessed(`never reached: ${describeOutcome(address.lastOutcome)}`) }]
    const verdict = judge({ ip: address.ip, facts: latest.facts, ...mainChain(latest) })
    return [{ verdict: discountStale(address, facts, { part, seenAt: seenAt(latest, part) }, context, verdict) }]
  })
}

/**
 * As perAddress, over every chain that each address serves for the endpoint: one that fails is enough, and the evidence
 * names it. A certificate that is known to be there and was not seen keeps a pass from standing.
 */
export function perChain<Grade extends string>(
  facts: EndpointFacts,
  context: EvaluationContext,
  severities: Severities<Grade>,
  judge: (address: AssessableAddress) => Verdict<Grade>,
): Verdict<Grade> {
  return overServed(facts, severities, (address) => {
    const { ip, latest } = address
    if (latest === null) return [{ verdict: notAssessed(`never reached: ${describeOutcome(address.lastOutcome)}`) }]
    const judged = servedChains(latest, facts).map((served) => {
      const { part } = served
      const verdict = judge({ ip, facts: latest.facts, ...served })
      const seen = { part, seenAt: seenAt(latest, part) }
      return { served, verdict: discountStale(address, facts, seen, context, verdict) }
    })
    const unseen = unseenChains(latest)
    return unseen === null ? judged : [...judged, { verdict: notAssessed(unseen) }]
  })
}

/** As perChain, over the leaves. */
export function perLeaf<Grade extends string>(
  facts: EndpointFacts,
  context: EvaluationContext,
  severities: Severities<Grade>,
  judge: (leaf: Certificate, address: AssessableAddress) => Verdict<Grade>,
): Verdict<Grade> {
  return perChain(facts, context, severities, (address) => {
    if (address.leaf !== null) return judge(address.leaf, address)
    const { sent } = address
    return notAssessed(
      sent.status === 'observed' ? 'no readable leaf certificate' : `no certificate seen: ${sent.reason}`,
    )
  })
}

/** The aggregation itself, for checks that judge the outcome of an attempt and not its facts: of no certificate. */
export function overAddresses<Grade extends string>(
  facts: EndpointFacts,
  severities: Severities<Grade>,
  judge: (address: AddressFacts) => Verdict<Grade>,
): Verdict<Grade> {
  return overServed(facts, severities, (address) => [{ served: null, verdict: judge(address) }])
}

/** What was judged at an address, and of which of its chains: the main one where none is named, none where null. */
export interface Judged<Grade extends string> {
  readonly served?: ServedChain | null
  readonly verdict: Verdict<Grade>
}

/** The aggregation over what is judged at each address. */
export function overServed<Grade extends string>(
  facts: EndpointFacts,
  severities: Severities<Grade>,
  judge: (address: AddressFacts) => readonly Judged<Grade>[],
): Verdict<Grade> {
  if (facts.addresses.length === 0) return notAssessed(facts.lastOutcome ?? 'never scanned')
  const judged = facts.addresses.flatMap((address) =>
    judge(address).map(({ verdict, served = mainChainOf(address) }) => ({ address, verdict, served })),
  )
  const changes = changesOf(judged.map(({ verdict }) => verdict))
  const evidence = { addresses: judged.map(({ address, served, verdict }) => evidenceOf(address, served, verdict)) }
  const worst = worstGrade(
    judged.map(({ verdict }) => verdict),
    severities,
  )
  if (worst !== null) return { outcome: 'fail', grade: worst, evidence, ...changes }
  const unknown = judged.flatMap(({ address, served, verdict }) =>
    verdict.outcome === 'not-assessed' ? [{ place: placeOf(address, served), reason: verdict.reason }] : [],
  )
  if (unknown.length > 0) return { ...notAssessed(joinReasons(unknown, judged.length)), ...changes }
  if (judged.some(({ verdict }) => verdict.outcome === 'pass')) return { outcome: 'pass', evidence, ...changes }
  const reasons = judged.flatMap(({ address, served, verdict }) =>
    verdict.outcome === 'not-applicable' ? [{ place: placeOf(address, served), reason: verdict.reason }] : [],
  )
  return { ...notApplicable(joinReasons(reasons, judged.length)), ...changes }
}

function mainChainOf({ latest }: AddressFacts): ServedChain | null {
  return latest && mainChain(latest)
}

function discountStale<Grade extends string>(
  address: AddressFacts,
  endpoint: EndpointFacts,
  seen: { readonly part: FactPart; readonly seenAt: Date | null },
  context: EvaluationContext,
  verdict: Verdict<Grade>,
): Verdict<Grade> {
  if (seen.seenAt === null && verdict.outcome === 'not-assessed') return notAssessed(unseenWords(seen.part))
  if (verdict.outcome !== 'pass') return verdict
  if (!confirmedByLastAttempt(address, endpoint)) {
    return notAssessed(`last attempt ended with ${describeLastAttempt(address, endpoint)}`, verdict.changesAt)
  }
  if (seen.seenAt === null) return notAssessed(unseenWords(seen.part))
  const stale = staleAt(seen.seenAt, context.policy, seen.part)
  if (stale <= context.now) return notAssessed(staleWords[seen.part], verdict.changesAt)
  return {
    ...verdict,
    changesAt: verdict.changesAt !== undefined && verdict.changesAt < stale ? verdict.changesAt : stale,
  }
}

function unseenWords(part: FactPart): string {
  return `no scan has looked at the ${partWords[part]} yet`
}

const partWords = { inventory: 'certificates', posture: 'posture', mtls: 'treatment of clients' } as const

const staleWords = {
  inventory: 'stale: not seen within three scan intervals',
  posture: 'stale: the posture was not seen within three of its intervals',
  mtls: 'stale: the treatment of clients was not probed within three of its intervals',
} as const

/** Holds no instant that moves with each scan: a finding's evidence changes only with what was seen. */
function evidenceOf(address: AddressFacts, served: ServedChain | null, verdict: Verdict): Evidence {
  const certificateSha256 = served?.leaf?.sha256
  return {
    ip: address.ip,
    outcome: verdict.outcome,
    ...(served === null || served.audience === 'all' ? {} : { servedTo: audienceWords[served.audience] }),
    ...(certificateSha256 === undefined ? {} : { certificateSha256 }),
    ...('evidence' in verdict ? verdict.evidence : { reason: verdict.reason }),
  }
}

function worstGrade<Grade extends string>(
  verdicts: readonly Verdict<Grade>[],
  severities: Severities<Grade>,
): Grade | null {
  let worst: Grade | null = null
  for (const verdict of verdicts) {
    if (verdict.outcome !== 'fail') continue
    if (worst === null || compareSeverity(severities[verdict.grade], severities[worst]) < 0) worst = verdict.grade
  }
  return worst
}

function changesOf(verdicts: readonly Verdict[]): { changesAt?: Date } {
  let earliest: Date | undefined
  for (const { changesAt } of verdicts) {
    if (changesAt !== undefined && (earliest === undefined || changesAt < earliest)) earliest = changesAt
  }
  return earliest === undefined ? {} : { changesAt: earliest }
}

const audienceWords: Readonly<Record<Exclude<Audience, 'all'>, string>> = {
  rsa: 'clients that take RSA alone',
  ecdsa: 'clients that take ECDSA alone',
  eddsa: 'clients that take EdDSA alone',
  nameless: 'clients that send no server name',
}

function placeOf({ ip }: AddressFacts, served: ServedChain | null): string {
  return served === null || served.audience === 'all' ? ip : `${ip} to ${audienceWords[served.audience]}`
}

/** One reason for all places is said once; several are said by place. */
function joinReasons(entries: readonly { place: string; reason: string }[], total: number): string {
  const distinct = [...new Set(entries.map(({ reason }) => reason))]
  if (distinct.length === 1 && entries.length === total) return distinct.join('')
  return entries.map(({ place, reason }) => `${place}: ${reason}`).join('; ')
}
