import { dayMs, hourMs, minuteMs } from '#lib/core/time.ts'
import type { EvidenceKind } from './evidence-kind.ts'

/** How long evidence is left alone at most, however long it counts. */
const longestMs: Readonly<Record<EvidenceKind, number>> = { crl: dayMs, ocsp: dayMs, issuer: 7 * dayMs }
const shortestMs = 5 * minuteMs
/** Where what was given has ended already: its maker is late. */
const lateMs = hourMs

export interface Fetched {
  readonly kind: EvidenceKind
  readonly at: Date
  /** When its own window ends; null where it promises nothing. */
  readonly nextUpdate: Date | null
  /** What HTTP says of its lifetime in caches. */
  readonly freshForMs: number | null
}

/**
 * When a document is worth another look: after two thirds of what is left of its window, a day at most, and not before
 * HTTP's caches would look, so long as the window holds. `random`: 0 to 1, spreads what would come together.
 */
export function nextFetchAt({ kind, at, nextUpdate, freshForMs }: Fetched, random: number): Date {
  const left = nextUpdate === null ? longestMs[kind] * 1.5 : nextUpdate.getTime() - at.getTime()
  if (left <= 0) return spread(at, lateMs, random)
  const wished = Math.min(longestMs[kind], (left * 2) / 3)
  // A cache that is told to keep a list longer than the list counts is no reason to be without one.
  const earliest = Math.min(freshForMs ?? 0, Math.max(wished, left * 0.9))
  return spread(at, Math.max(shortestMs, wished, earliest), random)
}

/** After a failure: five minutes, three times as long with each one more, a day at most. */
export function retryAt(at: Date, failures: number, random: number): Date {
  return spread(at, Math.min(dayMs, shortestMs * 3 ** Math.min(10, Math.max(0, failures - 1))), random)
}

/** Up to a tenth earlier. */
function spread(at: Date, waitMs: number, random: number): Date {
  return new Date(at.getTime() + Math.max(shortestMs, waitMs * (1 - random / 10)))
}
