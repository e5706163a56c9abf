import { expect, test } from 'vitest'
import { securityHeaders } from './security-headers.ts'

const read = (...lines: readonly (readonly [name: string, value: string | null])[]) =>
  securityHeaders(lines.map(([name, value]) => ({ name, value })))

test('what bears on security is kept by name, as sent; the rest is not', () => {
  const headers = read(
    ['x-frame-options', ' DENY '],
    ['date', 'Tue, 24 Nov 2026 12:00:00 GMT'],
    ['server', 'nginx/1.22.1'],
    ['constructor', 'x'],
    ['x-frame-options', 'SAMEORIGIN'],
    ['strict-transport-security', 'max-age=1'],
  )
  expect(headers).toEqual({ server: ['nginx/1.22.1'], 'x-frame-options': ['DENY', 'SAMEORIGIN'] })
  expect(Object.keys(headers)).toEqual(['server', 'x-frame-options'])
})

test('of a cookie the name and what protects it are kept, and never its value or its end', () => {
  const sent = 'id=a3fWa; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Max-Age=3600; Secure; HttpOnly; samesite=Lax; Path=/'
  expect(read(['set-cookie', sent], ['set-cookie', 'secret'], ['set-cookie', '=x=y; secret=1; HttpOnly'])).toEqual({
    'set-cookie': ['=', '=; HttpOnly', 'id=; Secure; HttpOnly; samesite=Lax; Path=/'],
  })
})

test('two answers of one server are equal, though it makes nonces and names of hosts and requests anew', () => {
  const answer = (nonce: string, edge: string, order: readonly string[]) =>
    read(
      [
        'content-security-policy',
        `script-src 'nonce-${nonce}' 'strict-dynamic'; report-uri https://r.test/csp?id=${nonce}; img-src *`,
      ],
      ['cache-control', `max-age=${nonce.length}, private`],
      ['via', `1.1 ${edge}.cdn.test (Cache), 1.1 varnish (Varnish/6.0)`],
      ...order.map((name) => ['set-cookie', `${name}=${nonce}; Secure`] as const),
    )
  const one = answer('cmFuZG9t', '0a1b2c3d4e5f60718293a4b5c6d7e8f9', ['a', 'b'])
  expect(answer('b3RoZXI=', 'f9e8d7c6b5a493827160', ['b', 'a'])).toEqual(one)
  expect(one).toEqual({
    'cache-control': ['max-age=..., private'],
    'content-security-policy': [
      "script-src 'nonce-...' 'strict-dynamic'; report-uri https://r.test/csp?...; img-src *",
    ],
    'set-cookie': ['a=; Secure', 'b=; Secure'],
    via: ['1.1 ....cdn.test (Cache), 1.1 varnish (Varnish/6.0)'],
  })
})

test('a server can’t fill the facts, nor put in what forges a page', () => {
  const many = read(...Array.from({ length: 90 }, () => ['server', 'x'.repeat(4096)] as const))
  expect(many['server']).toHaveLength(16)
  expect(many['server']?.every((value) => value.length <= 513)).toBe(true)
  expect(read(['via', 'a\x1b[2J\u202e'], ['server', null])).toEqual({ server: [''], via: ['a\\x1b[2J\\xe2\\x80\\xae'] })
})
