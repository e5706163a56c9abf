import { expect, test } from 'vitest'
import { matchOwnership } from './match-ownership.ts'

const rule = (namePattern: string, environmentId: string | null = null) => ({ namePattern, environmentId })

test.each([
  ['*.pay.example.com', 'api.pay.example.com', true],
  ['*.pay.example.com', 'a.b.pay.example.com', false],
  ['**.pay.example.com', 'a.b.pay.example.com', true],
  ['API.example.com', 'api.example.com', true],
  ['spiffe://prod.example/pay/*', 'spiffe://prod.example/pay/api', true],
  ['spiffe://prod.example/pay/*', 'spiffe://prod.example/pay/v1.2', true],
  ['spiffe://prod.example/pay/*', 'spiffe://prod.example/pay/a/b', false],
  ['spiffe://prod.example/pay/**', 'spiffe://prod.example/pay/a/b', true],
  ['spiffe://prod.example/Pay/*', 'spiffe://prod.example/pay/api', false],
  ['spiffe://*/pay/*', 'spiffe://prod.example/pay/api', true],
  ['*', 'spiffe://prod.example/pay/api', false],
  ['**', 'spiffe://prod.example/pay/api', true],
])('%s on %s: %s', (pattern, name, expected) => {
  expect(matchOwnership([rule(pattern)], { name, environmentId: null }) !== null).toBe(expected)
})

test('the first that matches wins, and an environment narrows', () => {
  const rules = [rule('**', 'production'), rule('a.test', null), rule('**')]
  const match = (name: string, environmentId: string | null) => {
    const rule = matchOwnership(rules, { name, environmentId })
    return rule === null ? null : rules.indexOf(rule)
  }
  expect(match('a.test', 'production')).toBe(0)
  expect(match('a.test', null)).toBe(1)
  expect(match('b.test', 'staging')).toBe(2)
})
