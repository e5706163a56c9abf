import { type Policy, policySchema } from './policy.ts'

/** Every rule of a policy, in the order in which policies are written. */
export const policyKeys = policySchema.keyof().options

export type PolicyRule = (typeof policyKeys)[number]

/** A policy with the trust store that goes with it, by name; null where none is assigned. */
export interface StoredPolicy {
  readonly policy: Policy
  readonly trustStore: string | null
}

/** One rule that two policies have differently; undefined: not said. */
export interface RuleDifference {
  readonly rule: PolicyRule | 'trustStore'
  readonly from: unknown
  readonly to: unknown
}

/** Lists are sets, so their order says nothing; a map of nothing says nothing at all. Equal policies give equal text as JSON. */
export function canonicalPolicy(policy: Policy): Policy {
  const entries = policyKeys.flatMap((key) => {
    const value = canonicalValue(policy[key])
    return value === undefined ? [] : [[key, value] as const]
  })
  return policySchema.parse(Object.fromEntries(entries))
}

/** What differs, in the order of the rules, trust store first; empty where both say the same. */
export function policyDifferences(before: StoredPolicy, after: StoredPolicy): readonly RuleDifference[] {
  const rules = policyKeys.flatMap((rule): RuleDifference[] => {
    const from = canonicalValue(before.policy[rule])
    const to = canonicalValue(after.policy[rule])
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ rule, from, to }]
  })
  const { trustStore: from } = before
  const { trustStore: to } = after
  return from === to ? rules : [{ rule: 'trustStore', from: from ?? undefined, to: to ?? undefined } as const, ...rules]
}

function canonicalValue(value: Policy[PolicyRule]): unknown {
  if (Array.isArray(value)) return [...new Set(value)].sort()
  if (typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined)
  return entries.length === 0 ? undefined : Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
