import { hourMs, secondMs } from '#lib/core/time.ts'
import type { AddressFacts, EndpointFacts } from './facts.ts'
import type { EffectivePolicy } from './policy.ts'

/** Facts that are seen together: with each scan, or by the connections that deeper scans spend. */
export type FactPart = 'inventory' | 'posture' | 'mtls'

/** How long facts vouch for an address: three missed looks and an hour of slack. A deeper look comes with a scan. */
export function freshnessWindowMs(policy: EffectivePolicy, part: FactPart = 'inventory'): number {
  const { scanIntervalSeconds, postureIntervalSeconds, mtlsIntervalSeconds } = policy
  const seconds = {
    inventory: scanIntervalSeconds,
    posture: Math.max(scanIntervalSeconds, postureIntervalSeconds),
    mtls: Math.max(scanIntervalSeconds, mtlsIntervalSeconds),
  }
  return 3 * seconds[part] * secondMs + hourMs
}

/** The instant from which facts seen at `seenAt` are stale. */
export function staleAt(seenAt: Date, policy: EffectivePolicy, part: FactPart = 'inventory'): Date {
  return new Date(seenAt.getTime() + freshnessWindowMs(policy, part))
}

/** When a part was last seen; null where it never was. */
export function seenAt(latest: NonNullable<AddressFacts['latest']>, part: FactPart): Date | null {
  return part === 'inventory' ? latest.lastSeenAt : latest.asOf[part]
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
