import { anyPolicy, type PolicyMapping } from './policy-extensions.ts'

interface Node {
  readonly policy: string
  readonly parents: ReadonlySet<Node>
  expected: ReadonlySet<string>
}

/**
 * The valid policy graph of RFC 9618, which gives the verdicts of RFC 5280's tree without its exponential growth: each
 * level holds a policy once, with all of its parents.
 */
export class PolicyGraph {
  /** Null once no policy is valid any more. */
  #level: ReadonlyMap<string, Node> | null = new Map([
    [anyPolicy, { policy: anyPolicy, parents: new Set<Node>(), expected: new Set([anyPolicy]) }],
  ])

  get isNull(): boolean {
    return this.#level === null
  }

  /** RFC 5280 6.1.3 (d) and (e): the policies that a certificate states, null for none. */
  certificate(policies: readonly string[] | null, anyPolicyCounts: boolean): void {
    if (this.#level === null || policies === null) {
      this.#level = null
      return
    }
    const above = this.#level
    const byExpected = new Map<string, Set<Node>>()
    for (const node of above.values()) {
      for (const policy of node.expected) {
        const nodes = byExpected.get(policy) ?? new Set()
        byExpected.set(policy, nodes.add(node))
      }
    }
    const level = new Map<string, Node>()
    const add = (policy: string, parents: ReadonlySet<Node>) =>
      level.set(policy, { policy, parents, expected: new Set([policy]) })
    const any = above.get(anyPolicy)
    for (const policy of policies) {
      if (policy === anyPolicy) continue
      const parents = byExpected.get(policy) ?? (any && new Set([any]))
      if (parents) add(policy, parents)
    }
    if (policies.includes(anyPolicy) && anyPolicyCounts) {
      for (const [policy, parents] of byExpected) if (!level.has(policy)) add(policy, parents)
    }
    this.#replace(level)
  }

  /** RFC 5280 6.1.4 (b). */
  map(mappings: readonly PolicyMapping[], allowed: boolean): void {
    if (this.#level === null) return
    const level = new Map(this.#level)
    const any = level.get(anyPolicy)
    for (const [issuer, group] of Map.groupBy(mappings, (mapping) => mapping.issuer)) {
      const node = level.get(issuer)
      if (!allowed) level.delete(issuer)
      else if (node) node.expected = new Set(group.map(({ subject }) => subject))
      else if (any)
        level.set(issuer, {
          policy: issuer,
          parents: any.parents,
          expected: new Set(group.map(({ subject }) => subject)),
        })
    }
    this.#replace(level)
  }

  /** Whether a policy of `initial` (null: any) is valid for the whole path: RFC 5280 6.1.5 (g). */
  allows(initial: ReadonlySet<string> | null): boolean {
    if (this.#level === null) return false
    if (initial === null || this.#level.has(anyPolicy)) return true
    return [...this.#authorityPolicies()].some((policy) => initial.has(policy))
  }

  /** Valid policies as the anchor's domain names them: those whose parent is anyPolicy, of nodes that reach the end. */
  #authorityPolicies(): ReadonlySet<string> {
    const policies = new Set<string>()
    const seen = new Set<Node>()
    const open = [...(this.#level?.values() ?? [])]
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (seen.has(node)) continue
      seen.add(node)
      if (node.policy !== anyPolicy && [...node.parents].some(({ policy }) => policy === anyPolicy))
        policies.add(node.policy)
      open.push(...node.parents)
    }
    return policies
  }

  #replace(level: ReadonlyMap<string, Node>): void {
    this.#level = level.size === 0 ? null : level
  }
}
