import type { AddressFacts, EndpointFacts } from '../facts.ts'
import { type FactPart, seenAt } from '../freshness.ts'
import type { EffectivePolicy } from '../policy.ts'

type Latest = NonNullable<AddressFacts['latest']>

/** The parts that an answer rests on: who answers, how well the channel is encrypted, and what becomes of clients. */
export function partsNeeded({ mtls }: Pick<EffectivePolicy, 'mtls'>): readonly FactPart[] {
  return mtls === 'required' || mtls === 'optional' ? ['inventory', 'posture', 'mtls'] : ['inventory', 'posture']
}

/**
 * The instant of the oldest thing that an answer about this endpoint would rest on. Null where there is nothing, or
 * where a part was never seen.
 */
export function oldestEvidence(facts: EndpointFacts, parts: readonly FactPart[]): Date | null {
  let oldest: Date | null = null
  for (const { latest } of facts.addresses) {
    for (const part of parts) {
      const at = latest && seenAt(latest, part)
      if (at === null) return null
      if (oldest === null || at < oldest) oldest = at
    }
  }
  return oldest
}

/**
 * The facts without those that are older than is asked for: they neither prove nor disprove anything, whatever the
 * policy would still take for fresh.
 */
export function withoutOlder(facts: EndpointFacts, oldest: Date): EndpointFacts {
  return {
    ...facts,
    addresses: facts.addresses.map((address) => ({ ...address, latest: youngParts(address, oldest) })),
  }
}

function youngParts({ latest }: AddressFacts, oldest: Date): Latest | null {
  if (latest === null || latest.lastSeenAt < oldest) return null
  const { posture, mtls } = latest.asOf
  const young = (at: Date | null) => (at !== null && at < oldest ? null : at)
  return { ...latest, asOf: { posture: young(posture), mtls: young(mtls) } }
}
