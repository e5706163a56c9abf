import { hourMs, secondMs } from '#lib/core/time.ts'
import type { AddressFacts } from './facts.ts'
import type { EffectivePolicy } from './policy.ts'

/** How long facts vouch for an address: three missed scans and an hour of slack. */
export function freshnessWindowMs(policy: EffectivePolicy): number {
  return 3 * policy.scanIntervalSeconds * secondMs + hourMs
}

/** The instant from which facts seen at `lastSeenAt` are stale. */
export function staleAt(lastSeenAt: Date, policy: EffectivePolicy): Date {
  return new Date(lastSeenAt.getTime() + freshnessWindowMs(policy))
}

/**
 * Whether the last attempt confirmed the facts. A server that demands a client certificate may end the attempt with
 * an alert after it has shown all: facts of that very attempt count.
 */
export function confirmedByLastAttempt(address: AddressFacts): boolean {
  if (address.latest === null) return false
  return address.lastOutcome.kind === 'handshake' || address.latest.lastSeenAt >= address.lastScanAt
}

/** An outcome in words, for reasons: `timeout during connect`, `alert 40 handshake_failure`. */
export function describeOutcome(outcome: AddressFacts['lastOutcome']): string {
  switch (outcome.kind) {
    case 'timeout':
    case 'reset':
    case 'closed':
      return `${outcome.kind} during ${outcome.during}`
    case 'alert':
      return `alert ${outcome.code} ${outcome.name}`
    default:
      return outcome.kind
  }
}
