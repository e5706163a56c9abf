import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pkcs7Messages } from '#lib/testing/pkcs7-messages.ts'
import { ParseError } from './parse-error.ts'
import { pkcs7Limits, readPkcs7 } from './pkcs7.ts'

const bytesOf = (name: keyof typeof pkcs7Messages) => Buffer.from(pkcs7Messages[name], 'base64')
const message = bytesOf('certificates')

describe('a certs-only message, as OpenSSL writes it', () => {
  test('gives its certificates byte for byte', () => {
    const read = readPkcs7(message).map((der) => Buffer.from(der))
    expect(read).toEqual([bytesOf('first'), bytesOf('second')])
  })

  test('may hold none', () => {
    expect(readPkcs7(bytesOf('empty'))).toEqual([])
  })

  test('is refused once something signs it, or stands in it', () => {
    expect(() => readPkcs7(bytesOf('signed'))).toThrow(/signed/)
    expect(() => readPkcs7(bytesOf('signedContent'))).toThrow(/content/)
  })
})

describe('whatever the bytes', () => {
  const attempt = (bytes: Uint8Array) => {
    try {
      return readPkcs7(bytes)
    } catch (error) {
      if (!(error instanceof ParseError)) throw error
      return error
    }
  }

  test('nothing is thrown but a ParseError', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => attempt(bytes) !== null))
    const change = fc.record({ at: fc.nat(message.length - 1), octet: fc.nat(255) })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const changed = Uint8Array.from(message)
        for (const { at, octet } of changes) changed[at] = octet
        expect(attempt(changed)).toBeDefined()
      }),
    )
  })

  test.each([0, 1, 10, 40, message.length - 1])('a message cut to %i bytes is refused', (length) => {
    expect(attempt(message.subarray(0, length))).toBeInstanceOf(ParseError)
  })

  test('bytes after the end are refused', () => {
    expect(attempt(Buffer.concat([message, Buffer.from([0])]))).toBeInstanceOf(ParseError)
  })

  test('a message of more certificates than may be is refused', () => {
    const many = wrap(0xa0, Buffer.concat(Array.from({ length: pkcs7Limits.certificates + 1 }, () => wrap(0x30, none))))
    const data = wrap(0x30, Buffer.from('06092a864886f70d010701', 'hex'))
    const inner = wrap(
      0x30,
      Buffer.concat([Buffer.from('020101', 'hex'), wrap(0x31, none), data, many, wrap(0x31, none)]),
    )
    const oid = Buffer.from('06092a864886f70d010702', 'hex')
    expect(attempt(wrap(0x30, Buffer.concat([oid, wrap(0xa0, inner)])))).toMatchObject({
      message: expect.stringContaining('more than 10000'),
    })
  })
})

const none = Buffer.alloc(0)

function wrap(tag: number, content: Buffer): Buffer {
  const size = content.length.toString(16).padStart(2, '0')
  const octets = Buffer.from(size.length % 2 === 0 ? size : `0${size}`, 'hex')
  const length = content.length < 128 ? octets : Buffer.concat([Buffer.from([0x80 | octets.length]), octets])
  return Buffer.concat([Buffer.from([tag]), length, content])
}
