import { expect, test } from 'vitest'
import { identityNameFor, matchesPattern, matchRule } from './match-rule.ts'

test.each([
  ['*.example.com', 'a.example.com', true],
  ['*.example.com', 'a.b.example.com', false],
  ['*.example.com', 'example.com', false],
  ['**.example.com', 'a.b.example.com', true],
  ['**', 'anything.at.all', true],
  ['api-*.example.com', 'api-1.EXAMPLE.com.', true],
  ['api-*.example.com', 'api-.example.com', true],
  ['exact.test', 'exact.test', true],
  ['exact.test', 'exactXtest', false],
  ['10.1.*.*', '10.1.2.3', true],
])('%s on %s: %s', (pattern, host, expected) => {
  expect(matchesPattern(pattern, host)).toBe(expected)
})

test('no pattern takes long', () => {
  expect(matchesPattern(`${'*a'.repeat(100)}b`, 'a'.repeat(250))).toBe(false)
})

test('the first rule that matches wins', () => {
  const rules = ['b.test', '*.test', '**'].map((hostPattern) => ({ hostPattern, identityName: hostPattern }))
  expect(matchRule(rules, 'a.test')?.hostPattern).toBe('*.test')
})

test('a template names the host and its labels', () => {
  expect(identityNameFor('spiffe://td/{label2}/{label1}', 'web.pay.example.com')).toBe('spiffe://td/pay/web')
  expect(identityNameFor('{host}', 'A.test.')).toBe('a.test')
  expect(identityNameFor('spiffe://td/{label9}', 'a.test')).toBe('spiffe://td/')
})
