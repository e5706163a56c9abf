import type { CtLog } from './ct-log.ts'
import type { SignedTimestamp } from './signed-timestamps.ts'

/**
 * What an SCT is worth. `valid` alone counts. Of those that are not known to be worth anything (`unknownOutcomes`) nobody
 * can say that they don't count either: a newer list of logs or a record of the issuer may tell.
 */
export const sctOutcomes = [
  'valid',
  'unknown-log',
  'unknown-state',
  'unknown-issuer',
  'unknown-version',
  'bad-signature',
  'malformed',
  'in-the-future',
  'outside-interval',
  'log-pending',
  'log-retired',
  'log-rejected',
] as const

export type SctOutcome = (typeof sctOutcomes)[number]

export const unknownOutcomes: ReadonlySet<SctOutcome> = new Set<SctOutcome>([
  'unknown-log',
  'unknown-state',
  'unknown-issuer',
])

export interface JudgedSct {
  readonly outcome: SctOutcome
  /** Its log is one that browsers take new SCTs of, and not one that was retired since. */
  readonly current: boolean
  /** When time alone changes this; null: never. Milliseconds since 1970. */
  readonly changesAt: number | null
}

const worthless = (outcome: Exclude<SctOutcome, 'valid'>, changesAt: number | null = null): JudgedSct => ({
  outcome,
  current: false,
  changesAt,
})

/**
 * Judges an SCT by its signature, its log as the list has it (undefined: it has it not) and the instant. `notAfter`: of
 * the certificate, by which logs are split. Instants in milliseconds since 1970.
 */
export function judgeSct(sct: SignedTimestamp, log: CtLog | undefined, notAfter: number, now: number): JudgedSct {
  if (sct.signature === 'malformed' || sct.signature === 'unknown-version') return worthless(sct.signature)
  if (log === undefined || log.id !== sct.logId || sct.signature === 'unknown-log') return worthless('unknown-log')
  if (sct.signature === 'unknown-issuer') return worthless('unknown-issuer')
  if (sct.signature !== 'verified' || sct.at === null) return worthless('bad-signature')
  const at = Date.parse(sct.at)
  if (at > now) return worthless('in-the-future', at)
  const { interval } = log
  if (interval !== null && !(notAfter >= Date.parse(interval.from) && notAfter < Date.parse(interval.until)))
    return worthless('outside-interval')
  return byState(log, at, now)
}

/**
 * An SCT has to be older than its log's retirement. What a log that only can be read gave counts as before: browsers make
 * no difference by the SCT's time there.
 */
function byState({ state }: CtLog, at: number, now: number): JudgedSct {
  if (state === null) return worthless('unknown-state')
  const since = Date.parse(state.since)
  switch (state.kind) {
    case 'pending':
      return worthless('log-pending')
    case 'rejected':
      return worthless('log-rejected')
    case 'retired':
      if (at >= since) return worthless('log-retired')
      return { outcome: 'valid', current: now < since, changesAt: now < since ? since : null }
    default:
      return { outcome: 'valid', current: true, changesAt: null }
  }
}
