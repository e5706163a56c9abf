import { certificateRules, type Fault } from './certificate-rules.ts'
import type { ChainCertificate } from './chain-certificate.ts'
import { ConstraintState } from './constraint-state.ts'
import { anyPolicy } from './policy-extensions.ts'
import { PolicyGraph } from './policy-graph.ts'
import type { PathProfile } from './profile.ts'
import type { PathFault } from './reasons.ts'

/** The inputs of RFC 5280 6.1.1 beside path and time. */
export interface InitialValues {
  /** Null: any. */
  readonly policies: ReadonlySet<string> | null
  readonly explicitPolicy: boolean
  readonly inhibitPolicyMapping: boolean
  readonly inhibitAnyPolicy: boolean
  /** Intermediates that are not self-issued, at most; null: as many as the path has. */
  readonly maxPathLength: number | null
}

export const noInitialValues: InitialValues = {
  policies: null,
  explicitPolicy: false,
  inhibitPolicyMapping: false,
  inhibitAnyPolicy: false,
  maxPathLength: null,
}

/**
 * Everything that RFC 5280 6.1 asks of a path but its signatures, which were verified when it was built, and its times.
 * `path`: leaf first, anchor last; an anchor that is served itself is a path of one. Null where the path is valid.
 * With `leafNames` left out, name constraints are a question that `leafNamesFault` answers.
 */
export function pathFault(
  path: readonly ChainCertificate[],
  profile: PathProfile,
  initial: InitialValues = noInitialValues,
  leafNames: 'judged' | 'left-out' = 'judged',
): PathFault | null {
  const constraints = new ConstraintState()
  const policies = new PolicyState(initial, path.length - 1)
  let length = initial.maxPathLength ?? path.length
  for (let at = path.length - 1; at >= 0; at -= 1) {
    const certificate = path[at]
    if (certificate === undefined) break
    const isAnchor = at === path.length - 1
    const isLeaf = at === 0
    if (isAnchor && !isLeaf && !profile.anchor.constraints) {
      const fault = certificateRules(certificate, 'anchor', profile)
      if (fault) return { ...fault, at }
      continue
    }
    const selfIssued = certificate.issuer.key === certificate.subject.key
    const role = isLeaf ? 'leaf' : isAnchor ? 'anchor' : 'intermediate'
    const constrained = !isAnchor && !(selfIssued && !isLeaf) && !(isLeaf && leafNames === 'left-out')
    const fault: Fault | null =
      certificateRules(certificate, role, profile) ??
      (constrained ? constraints.fault(certificate) : null) ??
      (isAnchor ? policies.anchor(certificate) : policies.certificate(certificate, selfIssued, isLeaf))
    if (fault) return { ...fault, at }
    if (isLeaf) break
    if (!isAnchor && !selfIssued) {
      if (length <= 0) return { reason: 'path-too-long', detail: 'more CAs than a certificate above allows', at }
      length -= 1
    }
    length = Math.min(length, certificate.basicConstraints?.pathLength ?? length)
    if (certificate.nameConstraints) constraints.add(certificate.nameConstraints)
  }
  return policies.end()
}

/** What name constraints above say against the leaf's own names; null where they allow all of them. */
export function leafNamesFault(path: readonly ChainCertificate[], { anchor }: PathProfile): Fault | null {
  const [leaf, ...above] = path
  const constraints = new ConstraintState()
  for (const [index, certificate] of above.toReversed().entries()) {
    const isAnchor = index === 0
    if (isAnchor && !anchor.constraints) continue
    // Its comparisons count: all of a path share one budget.
    if (!isAnchor && certificate.issuer.key !== certificate.subject.key) constraints.fault(certificate)
    if (certificate.nameConstraints) constraints.add(certificate.nameConstraints)
  }
  return leaf === undefined || above.length === 0 ? null : constraints.fault(leaf)
}

/** The policy variables of RFC 5280 6.1.2 (a) and (d) to (f). */
class PolicyState {
  readonly #graph = new PolicyGraph()
  readonly #initial: InitialValues
  #explicit: number
  #mapping: number
  #any: number

  constructor(initial: InitialValues, length: number) {
    this.#initial = initial
    this.#explicit = initial.explicitPolicy ? 0 : length + 1
    this.#mapping = initial.inhibitPolicyMapping ? 0 : length + 1
    this.#any = initial.inhibitAnyPolicy ? 0 : length + 1
  }

  /** RFC 5937: what an anchor states binds; that it states nothing does not. */
  anchor(certificate: ChainCertificate): Fault | null {
    if (certificate.policies) this.#graph.certificate(certificate.policies.oids, true)
    const fault = this.#map(certificate)
    this.#constrain(certificate)
    return fault
  }

  certificate(certificate: ChainCertificate, selfIssued: boolean, isLeaf: boolean): Fault | null {
    const anyCounts = this.#any > 0 || (selfIssued && !isLeaf)
    this.#graph.certificate(certificate.policies?.oids ?? null, anyCounts)
    if (this.#explicit <= 0 && this.#graph.isNull) return noPolicy
    if (isLeaf) {
      if (this.#explicit > 0) this.#explicit -= 1
      if (certificate.policyConstraints?.requireExplicitPolicy === 0) this.#explicit = 0
      return null
    }
    const fault = this.#map(certificate)
    if (!selfIssued) {
      if (this.#explicit > 0) this.#explicit -= 1
      if (this.#mapping > 0) this.#mapping -= 1
      if (this.#any > 0) this.#any -= 1
    }
    this.#constrain(certificate)
    return fault
  }

  /** RFC 5280 6.1.5 (g). */
  end(): PathFault | null {
    return this.#explicit > 0 || this.#graph.allows(this.#initial.policies) ? null : { ...noPolicy, at: 0 }
  }

  #map({ policyMappings }: ChainCertificate): Fault | null {
    if (policyMappings === null) return null
    if (policyMappings.some(({ issuer, subject }) => issuer === anyPolicy || subject === anyPolicy))
      return { reason: 'any-policy-mapped', detail: 'policyMappings names anyPolicy' }
    this.#graph.map(policyMappings, this.#mapping > 0)
    return null
  }

  #constrain({ policyConstraints, inhibitAnyPolicy }: ChainCertificate): void {
    this.#explicit = Math.min(this.#explicit, policyConstraints?.requireExplicitPolicy ?? this.#explicit)
    this.#mapping = Math.min(this.#mapping, policyConstraints?.inhibitPolicyMapping ?? this.#mapping)
    this.#any = Math.min(this.#any, inhibitAnyPolicy ?? this.#any)
  }
}

const noPolicy: Fault = { reason: 'no-valid-policy', detail: 'no certificate policy is valid for the whole path' }
