import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readVectors } from '#lib/testing/certificates/vectors.ts'
import { parseSpiffeId } from './spiffe-id.ts'

const vectors = readVectors('spiffe-id-vectors-dev')

describe('parseSpiffeId', () => {
  it('splits trust domain and path', () => {
    expect(parseSpiffeId('spiffe://prod.example.test/ns/a/sa/b')).toEqual({
      ok: true,
      trustDomain: 'prod.example.test',
      path: '/ns/a/sa/b',
    })
    expect(parseSpiffeId('spiffe://example.test')).toEqual({ ok: true, trustDomain: 'example.test', path: '' })
  })

  it.each([
    ['', 'empty'],
    ['https://example.test/a', 'spiffe://'],
    ['SPIFFE://example.test/a', 'spiffe://'],
    ['spiffe://', 'missing'],
    ['spiffe:///a', 'missing'],
    ['spiffe://Example.test/a', 'lower-case'],
    ['spiffe://example.test:8443/a', 'port'],
    ['spiffe://user@example.test/a', 'user information'],
    ['spiffe://example.test/a?b', 'path segment'],
    ['spiffe://example.test/a#b', 'path segment'],
    ['spiffe://example.test/a%20b', 'path segment'],
    ['spiffe://example.test/a/', 'ends with a slash'],
    ['spiffe://example.test//a', 'empty segment'],
    ['spiffe://example.test/./a', 'dot segment'],
    ['spiffe://example.test/a/..', 'dot segment'],
    [`spiffe://${'a'.repeat(256)}/a`, '255'],
    [`spiffe://a/${'b'.repeat(2038)}`, '2048'],
  ])('refuses %s and says why', (text, why) => {
    expect(parseSpiffeId(text)).toEqual({ ok: false, reason: expect.stringContaining(why) })
  })

  it('takes an ID of exactly 2048 bytes', () => {
    expect(parseSpiffeId(`spiffe://a/${'b'.repeat(2037)}`).ok).toBe(true)
  })

  it.skipIf(vectors === null)('agrees with the vectors of go-spiffe', () => {
    const { cases } = z.object({ cases: z.array(z.object({ input: z.string(), ok: z.boolean() })) }).parse(vectors)
    expect(cases.length).toBeGreaterThan(300)
    for (const { input, ok } of cases) expect({ input, ok: parseSpiffeId(input).ok }).toEqual({ input, ok })
  })
})
