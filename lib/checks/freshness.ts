import { hourMs, secondMs } from '#lib/core/time.ts'
import type { AddressFacts, EndpointFacts } from './facts.ts'
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
 * an alert after it has shown all: facts of that very attempt count. A scan that tried no address confirmed none.
 */
export function confirmedByLastAttempt(address: AddressFacts, endpoint: EndpointFacts): boolean {
  if (address.latest === null || untried(endpoint) !== null) return false
  return address.lastOutcome.kind === 'handshake' || address.latest.lastSeenAt >= address.lastScanAt
}

/** How the last attempt at an address ended, or why its endpoint's last scan did not get as far; in words, for reasons. */
export function describeLastAttempt(address: AddressFacts, endpoint: EndpointFacts): string {
  return untried(endpoint) ?? describeOutcome(address.lastOutcome)
}

/** Why the endpoint's last scan tried no address; null where it tried one. A single forbidden address says so itself. */
function untried({ lastOutcome, addresses }: EndpointFacts): string | null {
  if (lastOutcome !== 'dns-failure' && lastOutcome !== 'blocked-by-scope') return null
  return addresses.some((address) => address.lastOutcome.kind === lastOutcome) ? null : lastOutcome
}

/** Whether a server said that it does no TLS here: not for the moment alone, and not because it talks to nobody of us. */
export function deniesTls(
  outcome: AddressFacts['lastOutcome'],
): outcome is Extract<AddressFacts['lastOutcome'], { kind: 'starttls-refused' }> {
  return outcome.kind === 'starttls-refused' && !outcome.temporary && outcome.reason !== 'turned-away'
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
    case 'starttls-refused':
      if (outcome.reason === 'turned-away') return outcome.temporary ? 'turned away for now' : 'turned away'
      return outcome.temporary ? 'starttls-refused for now' : outcome.kind
    default:
      return outcome.kind
  }
}
