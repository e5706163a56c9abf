import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeAttributeValue, escapeIa5, escapeUnsafe } from './escape-text.ts'

describe('escaping', () => {
  it('leaves no control, invisible or direction-changing character in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const escaped of [escapeUnsafe(text), escapeAttributeValue(text)]) {
          expect(escaped).not.toMatch(/[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u)
        }
      }),
    )
  })

  it('writes any octets as ASCII from which they can be told again', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = escapeIa5(Buffer.from(bytes).toString('latin1'))
        expect(text).toMatch(/^[\x20-\x7e]*$/)
        const back = text.replace(/\\(..)/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
        expect(Buffer.from(back, 'latin1')).toEqual(Buffer.from(bytes))
      }),
    )
  })
})
