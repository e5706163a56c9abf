import type { Certificate } from '#lib/x509/certificate.ts'
import type { EndpointFacts, IdentityFacts } from './facts.ts'
import { eachOnce } from './served.ts'
import { servedChains } from './served-chains.ts'
import { isPubliclyTrusted } from './trust.ts'

/** The distinct leaves of an endpoint that a path to a store of public roots is known for. */
export function publicLeaves(facts: EndpointFacts): readonly Certificate[] {
  const leaves = facts.addresses.flatMap(({ ip, latest }) =>
    latest === null
      ? []
      : servedChains(latest, facts).flatMap((served) =>
          served.leaf !== null && isPubliclyTrusted(facts, { ip, facts: latest.facts, ...served }) ? [served.leaf] : [],
        ),
  )
  return eachOnce(leaves)
}

/** As publicLeaves, over all endpoints of an identity. */
export function publicLeavesOf(facts: IdentityFacts): readonly Certificate[] {
  return eachOnce(facts.endpoints.flatMap(publicLeaves))
}
