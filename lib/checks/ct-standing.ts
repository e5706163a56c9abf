import { type CtLog, operatorAt } from '#lib/x509/transparency/ct-log.ts'
import { judgeSct, type SctOutcome, unknownOutcomes } from '#lib/x509/transparency/judge-sct.ts'
import type { SctSource, SignedTimestamp } from '#lib/x509/transparency/signed-timestamps.ts'
import type { CtPolicy } from './ct-policies.ts'

/** An SCT with its log, and what it is worth at an instant. */
export interface AssessedSct {
  readonly from: SctSource
  readonly logId: string | null
  /** Null where the list does not have the log. */
  readonly log: string | null
  /** Who ran the log when it gave the SCT. */
  readonly operator: string | null
  readonly tiled: boolean
  /** ISO 8601. */
  readonly at: string | null
  readonly outcome: SctOutcome
  /** Its log still counts for new SCTs. */
  readonly current: boolean
  readonly changesAt: Date | null
}

/** Judges each SCT by the logs of a list. `notAfter`: of the certificate. */
export function assessScts(
  scts: readonly SignedTimestamp[],
  logs: ReadonlyMap<string, CtLog>,
  notAfter: Date,
  now: Date,
): readonly AssessedSct[] {
  return scts.map((sct) => {
    const log = sct.logId === null ? undefined : logs.get(sct.logId)
    const { outcome, current, changesAt } = judgeSct(sct, log, notAfter.getTime(), now.getTime())
    return {
      from: sct.from,
      logId: sct.logId,
      log: log?.name ?? null,
      operator:
        log === undefined ? null : operatorAt(log, sct.at === null ? Number.POSITIVE_INFINITY : Date.parse(sct.at)),
      tiled: log?.tiled ?? false,
      at: sct.at,
      outcome,
      current,
      changesAt: changesAt === null ? null : new Date(changesAt),
    }
  })
}

/** `unknown`: not enough is known to be valid, and what is not known could make up for it. */
export type CtStanding = 'enough' | 'few' | 'unknown'

/** Whether a certificate that lives so many days has the SCTs that a policy asks for. */
export function ctStanding(policy: CtPolicy, scts: readonly AssessedSct[], lifetimeDays: number): CtStanding {
  const valid = scts.filter(({ outcome }) => outcome === 'valid')
  if (satisfies(policy, valid, lifetimeDays)) return 'enough'
  const hoped = scts.filter(({ outcome }) => unknownOutcomes.has(outcome)).map(atBest)
  return satisfies(policy, [...valid, ...hoped], lifetimeDays) ? 'unknown' : 'few'
}

/** How many embedded SCTs a policy asks for. */
export function neededEmbedded({ embedded }: CtPolicy, lifetimeDays: number): number {
  return embedded.needed.find(({ upToDays }) => lifetimeDays <= upToDays)?.scts ?? 0
}

/** What nobody knows, as the most that it could be. */
function atBest(sct: AssessedSct): AssessedSct {
  return { ...sct, operator: sct.operator ?? `of ${sct.logId}`, tiled: false, current: true }
}

function satisfies(policy: CtPolicy, scts: readonly AssessedSct[], lifetimeDays: number): boolean {
  const { embedded, delivered, rfc6962 } = policy
  const isBroad = (set: readonly AssessedSct[], count: number, operators: number) =>
    logsOf(set) >= count &&
    new Set(set.map(({ operator }) => operator)).size >= operators &&
    logsOf(set.filter(({ tiled }) => !tiled)) >= rfc6962
  const own = scts.filter(({ from }) => from === 'certificate')
  const needed = neededEmbedded(policy, lifetimeDays)
  if (logsOf(own.filter(isCurrent)) >= embedded.current && isBroad(own, needed, embedded.operators)) return true
  const beside = scts.filter(({ from }) => from !== 'certificate').filter(isCurrent)
  if (beside.length === 0) return false
  return isBroad(delivered.besideEmbedded ? scts.filter(isCurrent) : beside, delivered.scts, delivered.operators)
}

function isCurrent({ current }: AssessedSct): boolean {
  return current
}

/** One log vouches once. */
function logsOf(scts: readonly AssessedSct[]): number {
  return new Set(scts.map(({ logId }) => logId)).size
}
