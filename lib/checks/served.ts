import type { Certificate } from '#lib/x509/certificate.ts'
import type { EndpointFacts, IdentityFacts } from './facts.ts'
import { leafOf } from './per-address.ts'

/** The distinct leaves that an endpoint is known to serve. */
export function servedLeaves(facts: EndpointFacts): readonly Certificate[] {
  const leaves = facts.addresses.flatMap(({ latest }) => (latest === null ? [] : (leafOf(latest) ?? [])))
  return [...new Map(leaves.map((leaf) => [leaf.sha256, leaf])).values()]
}

/** As servedLeaves, over all endpoints of an identity. */
export function servedLeavesOf(facts: IdentityFacts): readonly Certificate[] {
  return [...new Map(facts.endpoints.flatMap(servedLeaves).map((leaf) => [leaf.sha256, leaf])).values()]
}
