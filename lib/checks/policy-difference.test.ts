import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Policy } from './policy.ts'
import { canonicalPolicy, policyDifferences } from './policy-difference.ts'

const store = { trustStore: null }
const differences = (before: Policy, after: Policy) =>
  policyDifferences({ ...store, policy: before }, { ...store, policy: after })

test('the order of a list and a map without entries say nothing', () => {
  expect(differences({ allowedNames: ['a', 'b'] }, { allowedNames: ['b', 'a', 'a'] })).toEqual([])
  expect(differences({ severityOverrides: {} }, { dueDays: {} })).toEqual([])
  expect(differences({ dueDays: { high: 3, low: null } }, { dueDays: { low: null, high: 3 } })).toEqual([])
})

test('an empty list is not the same as none: it allows nothing', () => {
  expect(differences({}, { allowedIssuers: [] })).toEqual([{ rule: 'allowedIssuers', from: undefined, to: [] }])
})

test('each rule that differs is told, the trust store first', () => {
  const before = { policy: { mtls: 'none' }, trustStore: 'A' } as const
  const after = { policy: { mtls: 'required', minProtocol: 'TLSv1.3' }, trustStore: null } as const
  expect(policyDifferences(before, after)).toEqual([
    { rule: 'trustStore', from: 'A', to: undefined },
    { rule: 'mtls', from: 'none', to: 'required' },
    { rule: 'minProtocol', from: undefined, to: 'TLSv1.3' },
  ])
})

test('a policy and its canonical form differ in nothing', () => {
  const policies = fc.record(
    {
      allowedNames: fc.array(fc.constantFrom('a.example', 'b.example', 'c.example')),
      mtls: fc.constantFrom('none' as const, 'required' as const),
      dueDays: fc.dictionary(fc.constantFrom('high', 'low'), fc.constantFrom(3, null)),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(policies, (policy) => {
      const canonical = canonicalPolicy(policy)
      expect(differences(policy, canonical)).toEqual([])
      expect(JSON.stringify(canonicalPolicy(canonical))).toBe(JSON.stringify(canonical))
    }),
  )
})
