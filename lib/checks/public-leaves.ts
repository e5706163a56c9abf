import type { Certificate } from '#lib/x509/certificate.ts'
import type { EndpointFacts, IdentityFacts } from './facts.ts'
import { eachOnce, servedPlaces } from './served.ts'
import { isPubliclyTrusted } from './trust.ts'

/** The distinct leaves of an endpoint that a path to a store of public roots is known for. */
export function publicLeaves(facts: EndpointFacts): readonly Certificate[] {
  const trusted = servedPlaces(facts).filter((place) => isPubliclyTrusted(facts, place))
  return eachOnce(trusted.flatMap(({ leaf }) => leaf ?? []))
}

/** As publicLeaves, over all endpoints of an identity. */
export function publicLeavesOf(facts: IdentityFacts): readonly Certificate[] {
  return eachOnce(facts.endpoints.flatMap(publicLeaves))
}
