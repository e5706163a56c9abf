import type { IdentityFacts } from './facts.ts'
import { mainChain } from './served-chains.ts'
import { isPubliclyTrusted, trustOf } from './trust.ts'

/**
 * Whether an identity's certificates answer to the limits of public ones: a path to a store of public roots is known
 * at any of its addresses. Null: a path may be there that nobody has judged.
 */
export function answersToPublicLimits(facts: IdentityFacts): boolean | null {
  const places = facts.endpoints.flatMap((endpoint) =>
    endpoint.addresses.flatMap(({ ip, latest }) =>
      latest === null ? [] : [{ endpoint, address: { ip, facts: latest.facts, ...mainChain(latest) } }],
    ),
  )
  if (places.some(({ endpoint, address }) => isPubliclyTrusted(endpoint, address))) return true
  const open = places.some(
    ({ endpoint, address }) => endpoint.store?.publicRoots !== false && !trustOf(endpoint, address).known,
  )
  return open ? null : false
}
