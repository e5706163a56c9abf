import type { Certificate } from '#lib/x509/certificate.ts'
import type { EvaluationContext, Evidence, Verdict } from './contract.ts'
import type { EndpointFacts, IdentityFacts } from './facts.ts'
import { leafOf, perLeaf } from './per-address.ts'
import { pass } from './verdict.ts'

/** The distinct leaves that an endpoint is known to serve. */
export function servedLeaves(facts: EndpointFacts): readonly Certificate[] {
  const leaves = facts.addresses.flatMap(({ latest }) => (latest === null ? [] : (leafOf(latest) ?? [])))
  return [...new Map(leaves.map((leaf) => [leaf.sha256, leaf])).values()]
}

/** As servedLeaves, over all endpoints of an identity. */
export function servedLeavesOf(facts: IdentityFacts): readonly Certificate[] {
  return [...new Map(facts.endpoints.flatMap(servedLeaves).map((leaf) => [leaf.sha256, leaf])).values()]
}

/**
 * A pass that speaks of all that an endpoint serves: it holds where the leaf of every address is known, confirmed by the
 * last attempt and fresh, and until that ends; else it is not assessed, as perAddress says.
 */
export function passWhileServed(facts: EndpointFacts, context: EvaluationContext, evidence: Evidence): Verdict<never> {
  const served = perLeaf<never>(facts, context, {}, () => pass({}))
  return served.outcome === 'pass' ? { ...served, evidence } : served
}
