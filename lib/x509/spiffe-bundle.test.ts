import { createPublicKey } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRoot } from '#lib/testing/certificates.ts'
import { ParseError } from './parse-error.ts'
import { readSpiffeBundle, readTrustDomain, spiffeBundleLimits } from './spiffe-bundle.ts'

const root = createRoot()
const other = createRoot()
const x5c = [root.der.toString('base64')]
const authority = { use: 'x509-svid', ...createPublicKey(root.pem).export({ format: 'jwk' }), x5c }

const read = (bundle: object) => readSpiffeBundle(JSON.stringify(bundle))

describe('a bundle', () => {
  test('gives the authorities of X.509-SVIDs, its sequence and its refresh hint', () => {
    const jwt = { use: 'jwt-svid', kty: 'EC', crv: 'P-256', kid: 'a', x: 'AA', y: 'AA' }
    const told = read({ spiffe_sequence: 7, spiffe_refresh_hint: 300, keys: [jwt, authority, { use: 'else' }] })
    expect(told.certificates.map((der) => Buffer.from(der))).toEqual([root.der])
    expect(told).toMatchObject({ sequence: 7, refreshHintSeconds: 300, privateKeysDropped: 0, problems: [] })
  })

  test('may be empty: a trust domain that has withdrawn its keys', () => {
    expect(read({ keys: [] })).toMatchObject({ certificates: [], sequence: null, problems: [] })
  })

  test('that holds a private key gives none of it, and tells', () => {
    const told = read({ keys: [{ ...authority, d: 'c2VjcmV0' }] })
    expect(told).toMatchObject({ privateKeysDropped: 1, certificates: [expect.anything()] })
    expect(JSON.stringify(told)).not.toContain('c2VjcmV0')
  })
})

describe('a key is left out, with its place', () => {
  test.each([
    ['without use', { ...authority, use: undefined }, 'keys.0.use', 'does not say its use'],
    ['without certificate', { ...authority, x5c: undefined }, 'keys.0.x5c', 'exactly one'],
    ['with two certificates', { ...authority, x5c: [...x5c, ...x5c] }, 'keys.0.x5c', 'exactly one'],
    ['in base64url', { ...authority, x5c: [`${x5c[0]?.slice(0, -4)}-_-_`] }, 'keys.0.x5c', 'base64'],
    ['that is no certificate', { ...authority, x5c: ['AAAA'] }, 'keys.0.x5c', 'no certificate'],
    ['of another key', { ...authority, x5c: [other.der.toString('base64')] }, 'keys.0.x5c', 'another key'],
  ])('%s', (_, key, at, problem) => {
    const told = read({ keys: [key] })
    expect(told.certificates).toEqual([])
    expect(told.problems).toEqual([{ at, problem: expect.stringContaining(problem) }])
  })
})

test('numbers that are none are told and not used', () => {
  const told = read({ keys: [authority], spiffe_sequence: '7', spiffe_refresh_hint: -1 })
  expect(told).toMatchObject({ sequence: null, refreshHintSeconds: null })
  expect(told.problems.map(({ at }) => at)).toEqual(['spiffe_sequence', 'spiffe_refresh_hint'])
})

test.each([
  '',
  '[]',
  '{}',
  '{"keys":[1]}',
  JSON.stringify({ keys: Array.from({ length: spiffeBundleLimits.keys + 1 }, () => ({})) }),
])('what is no JWK set is refused (%#)', (text) => {
  expect(() => readSpiffeBundle(text)).toThrow(ParseError)
})

test('whatever the JSON, nothing is thrown but a ParseError', () => {
  const key = fc.record({ use: fc.constantFrom('x509-svid', 1), x5c: fc.anything(), kty: fc.anything() })
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.array(key).map((keys) => JSON.stringify({ keys })),
      ),
      (text) => {
        try {
          readSpiffeBundle(text)
        } catch (error) {
          expect(error).toBeInstanceOf(ParseError)
        }
      },
    ),
  )
})

test.each([
  ['example.org', 'example.org'],
  [' spiffe://example.org ', 'example.org'],
])('the trust domain %j is %s', (text, name) => {
  expect(readTrustDomain(text)).toEqual({ name })
})

test.each(['', 'Example.org', 'example.org/a', 'spiffe://', 'a:443'])('%j is no trust domain', (text) => {
  expect(readTrustDomain(text)).toHaveProperty('problem')
})
