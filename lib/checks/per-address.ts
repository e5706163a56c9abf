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
import { notApplicable, notAssessed } from './verdict.ts'

/** An address with facts to judge. */
export interface AssessableAddress {
  readonly ip: string
  readonly facts: TlsFacts
  /** As sent, leaf first; certificates missing from the records are left out. */
  readonly chain: readonly Certificate[]
  /** Null where no chain was seen or the leaf is not on record. */
  readonly leaf: Certificate | null
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
  return overAddresses(facts, severities, (address) => {
    const { latest } = address
    if (latest === null) return notAssessed(`never reached: ${describeOutcome(address.lastOutcome)}`)
    const verdict = judge({ ip: address.ip, ...assessable(latest) })
    return discountStale(address, facts, { part, seenAt: seenAt(latest, part) }, context, verdict)
  })
}

/** As perAddress, over the leaf that each address presents. */
export function perLeaf<Grade extends string>(
  facts: EndpointFacts,
  context: EvaluationContext,
  severities: Severities<Grade>,
  judge: (leaf: Certificate, address: AssessableAddress) => Verdict<Grade>,
): Verdict<Grade> {
  return perAddress(facts, context, severities, (address) => {
    if (address.leaf !== null) return judge(address.leaf, address)
    const { chain } = address.facts
    return notAssessed(
      chain.status === 'observed' ? 'no readable leaf certificate' : `no certificate seen: ${chain.reason}`,
    )
  })
}

/** The aggregation itself, for checks that judge the outcome of an attempt and not its facts. */
export function overAddresses<Grade extends string>(
  facts: EndpointFacts,
  severities: Severities<Grade>,
  judge: (address: AddressFacts) => Verdict<Grade>,
): Verdict<Grade> {
  if (facts.addresses.length === 0) return notAssessed(facts.lastOutcome ?? 'never scanned')
  const judged = facts.addresses.map((address) => ({ address, verdict: judge(address) }))
  const changes = changesOf(judged.map(({ verdict }) => verdict))
  const evidence = { addresses: judged.map(({ address, verdict }) => addressEvidence(address, verdict)) }
  const worst = worstGrade(
    judged.map(({ verdict }) => verdict),
    severities,
  )
  if (worst !== null) return { outcome: 'fail', grade: worst, evidence, ...changes }
  const unknown = judged.flatMap(({ address, verdict }) =>
    verdict.outcome === 'not-assessed' ? [{ ip: address.ip, reason: verdict.reason }] : [],
  )
  if (unknown.length > 0) return { ...notAssessed(joinReasons(unknown, judged.length)), ...changes }
  if (judged.some(({ verdict }) => verdict.outcome === 'pass')) return { outcome: 'pass', evidence, ...changes }
  const reasons = judged.flatMap(({ address, verdict }) =>
    verdict.outcome === 'not-applicable' ? [{ ip: address.ip, reason: verdict.reason }] : [],
  )
  return { ...notApplicable(joinReasons(reasons, judged.length)), ...changes }
}

function assessable(latest: NonNullable<AddressFacts['latest']>): Omit<AssessableAddress, 'ip'> {
  return { facts: latest.facts, chain: latest.chain, leaf: leafOf(latest) }
}

/** The chain leaves out what is not on record, so its first entry is the leaf only where the hashes agree. */
export function leafOf(latest: NonNullable<AddressFacts['latest']>): Certificate | null {
  const { chain } = latest.facts
  const sent = chain.status === 'observed' ? chain.value[0] : undefined
  return latest.chain.find((certificate) => certificate.sha256 === sent) ?? null
}

function discountStale<Grade extends string>(
  address: AddressFacts,
  endpoint: EndpointFacts,
  seen: { readonly part: FactPart; readonly seenAt: Date | null },
  context: EvaluationContext,
  verdict: Verdict<Grade>,
): Verdict<Grade> {
  if (verdict.outcome !== 'pass') return verdict
  if (!confirmedByLastAttempt(address, endpoint)) {
    return notAssessed(`last attempt ended with ${describeLastAttempt(address, endpoint)}`, verdict.changesAt)
  }
  if (seen.seenAt === null) return notAssessed(`no scan has looked at the ${partWords[seen.part]} yet`)
  const stale = staleAt(seen.seenAt, context.policy, seen.part)
  if (stale <= context.now) return notAssessed(staleWords[seen.part], verdict.changesAt)
  return {
    ...verdict,
    changesAt: verdict.changesAt !== undefined && verdict.changesAt < stale ? verdict.changesAt : stale,
  }
}

const partWords = { inventory: 'certificates', posture: 'posture', mtls: 'treatment of clients' } as const

const staleWords = {
  inventory: 'stale: not seen within three scan intervals',
  posture: 'stale: the posture was not seen within three of its intervals',
  mtls: 'stale: the treatment of clients was not probed within three of its intervals',
} as const

/** Holds no instant that moves with each scan: a finding's evidence changes only with what was seen. */
function addressEvidence(address: AddressFacts, verdict: Verdict): Evidence {
  const certificateSha256 = address.latest === null ? undefined : leafOf(address.latest)?.sha256
  return {
    ip: address.ip,
    outcome: verdict.outcome,
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

/** One reason for all addresses is said once; several are said by address. */
function joinReasons(entries: readonly { ip: string; reason: string }[], total: number): string {
  const distinct = [...new Set(entries.map(({ reason }) => reason))]
  if (distinct.length === 1 && entries.length === total) return distinct.join('')
  return entries.map(({ ip, reason }) => `${ip}: ${reason}`).join('; ')
}
