import fc from 'fast-check'
import { expect, it } from 'vitest'
import { printable, stableGreeting } from './printable.ts'

it('gives printable ASCII alone, bounded, whatever a peer sends', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(printable(bytes, 100)).toMatch(/^[\x20-\x7e]*…?$/)
      expect(printable(bytes, 100).length).toBeLessThanOrEqual(101)
    }),
  )
  expect(printable('a\u001b[2J\u202eb\\')).toBe('a\\x1b[2J\\xe2\\x80\\xaeb\\x5c')
})

it.each([
  ['220 mx.test ESMTP Postfix', '220 mx.test ESMTP Postfix'],
  ['220 mx.test ESMTP Exim 4.96 Mon, 23 Nov 2026 06:00:00 +0000', '220 mx.test ESMTP Exim 4.96'],
  ['220 mx.test ESMTP a640c23a62f3a-aa4535f2b47si12345 - gsmtp', '220 mx.test ESMTP - gsmtp'],
  ['+OK ready <1896.697170952@dbc.mtview.ca.us>', '+OK ready'],
  ['220 FTP, local time is now 14:02. Server port: 21.', '220 FTP, local time is now'],
])('the greeting "%s" is kept as "%s"', (line, kept) => {
  expect(stableGreeting(line)).toBe(kept)
})
