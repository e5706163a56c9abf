import type { IdentityFacts } from './facts.ts'
import { servedPlaces } from './served.ts'
import { leadsToPublicRoots } from './trust.ts'

/**
 * Whether an identity's certificates answer to the limits of public ones: a path to a store of public roots is known
 * for any that it serves. Null: a path may be there that nobody has judged.
 */
export function answersToPublicLimits(facts: IdentityFacts): boolean | null {
  const known = facts.endpoints.flatMap((endpoint) =>
    servedPlaces(endpoint).map((place) => leadsToPublicRoots(endpoint, place)),
  )
  if (known.includes(true)) return true
  return known.includes(null) ? null : false
}
