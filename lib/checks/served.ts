import type { Certificate } from '#lib/x509/certificate.ts'
import type { EvaluationContext, Evidence, Verdict } from './contract.ts'
import type { EndpointFacts, IdentityFacts, SharedUse } from './facts.ts'
import { type AssessableAddress, perLeaf } from './per-address.ts'
import { servedChains } from './served-chains.ts'
import { notAssessed, pass } from './verdict.ts'

/** Every chain that an endpoint is known to serve, with the address that serves it. */
export function servedPlaces(facts: EndpointFacts): readonly AssessableAddress[] {
  return facts.addresses.flatMap(({ ip, latest }) =>
    latest === null ? [] : servedChains(latest, facts).map((served) => ({ ip, facts: latest.facts, ...served })),
  )
}

/** The distinct leaves that an endpoint is known to serve. */
export function servedLeaves(facts: EndpointFacts): readonly Certificate[] {
  return eachOnce(servedPlaces(facts).flatMap(({ leaf }) => leaf ?? []))
}

/** SHA-256 of the leaves that an endpoint serves and whose certificate or key these uses share. */
export function leavesShared(facts: EndpointFacts, uses: readonly SharedUse[]): string[] {
  const shared = servedLeaves(facts).filter(({ spkiSha256 }) => uses.some((use) => use.spkiSha256 === spkiSha256))
  return shared.map(({ sha256 }) => sha256)
}

/** Each certificate once, in the order in which it first comes. */
export function eachOnce(certificates: readonly Certificate[]): readonly Certificate[] {
  return [...new Map(certificates.map((one) => [one.sha256, one])).values()]
}

/** As servedLeaves, over all endpoints of an identity. */
export function servedLeavesOf(facts: IdentityFacts): readonly Certificate[] {
  return eachOnce(facts.endpoints.flatMap(servedLeaves))
}

/**
 * A pass that speaks of all that an endpoint serves: it holds where every leaf of every address is known, confirmed by the
 * last attempt and fresh, and until that ends; else it is not assessed, as perAddress says.
 */
export function passWhileServed(facts: EndpointFacts, context: EvaluationContext, evidence: Evidence): Verdict<never> {
  const served = perLeaf<never>(facts, context, {}, () => pass({}))
  return served.outcome === 'pass' ? { ...served, evidence } : served
}

/** As passWhileServed, over all endpoints of an identity. `changesAt`: when the verdict would change by itself. */
export function passWhileAllServed(
  facts: IdentityFacts,
  context: EvaluationContext,
  evidence: Evidence,
  changesAt?: Date,
): Verdict<never> {
  const each = facts.endpoints.map((endpoint) => passWhileServed(endpoint, context, evidence))
  const open = each.find((verdict) => verdict.outcome !== 'pass')
  if (open !== undefined) return open
  if (each.length === 0) return notAssessed('no endpoint is bound to it')
  const instants = [changesAt, ...each.map((verdict) => verdict.changesAt)].flatMap((instant) => instant ?? [])
  return pass(evidence, instants.length === 0 ? null : new Date(Math.min(...instants.map(Number))))
}
