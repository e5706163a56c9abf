import { describe, expect, it } from 'vitest'
import { readCertificateMessage, readCertificateStatus } from './certificate-message.ts'
import { readCertificateRequest } from './certificate-request.ts'
import { readAlpn, readExtensions, readSignedTimestamps } from './extensions.ts'
import { readNewSessionTicket } from './new-session-ticket.ts'
import { readEncryptedExtensions } from './server-hello.ts'
import { readServerKeyExchange } from './server-key-exchange.ts'
import { WireError, WireReader } from './wire-reader.ts'
import { WireWriter } from './wire-writer.ts'

const write = (build: (writer: WireWriter) => void) => {
  const writer = new WireWriter()
  build(writer)
  return writer.finish()
}
/** A block of extensions without content. */
const block = (types: readonly number[]) => write((writer) => types.map((type) => writer.uint(type, 2).uint(0, 2)))
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

describe('extensions', () => {
  it('come in their order, up to a cap, none of them twice', () => {
    expect([...readExtensions(new WireReader(block([5, 1, 3]))).keys()]).toEqual([5, 1, 3])
    expect(readExtensions(new WireReader(block(numbers(128)))).size).toBe(128)
    expect(() => readExtensions(new WireReader(block(numbers(129))))).toThrow('more than 128 extensions')
    expect(() => readExtensions(new WireReader(block([7, 7])))).toThrow('extension 7 stands twice')
    expect(() => readExtensions(new WireReader(Uint8Array.of(0, 1, 0, 9)))).toThrow(WireError)
  })

  it('of ALPN hold one name', () => {
    const alpn = (...names: readonly string[]) =>
      new Map([
        [16, write((writer) => writer.vector(2, () => names.map((name) => writer.vector(1, () => writer.text(name)))))],
      ])
    expect(readAlpn(alpn('h2'))).toBe('h2')
    expect(readAlpn(new Map())).toBeNull()
    for (const faulty of [alpn(), alpn(''), alpn('h2', 'h3')]) expect(() => readAlpn(faulty)).toThrow(WireError)
  })

  it('of SCTs hold each as it was sent, up to a cap', () => {
    const list = (count: number) =>
      write((writer) => writer.vector(2, () => numbers(count).map((byte) => writer.uint(1, 2).uint(byte, 1))))
    expect(readSignedTimestamps(list(2))).toEqual([Uint8Array.of(0), Uint8Array.of(1)])
    expect(readSignedTimestamps(undefined)).toEqual([])
    expect(() => readSignedTimestamps(list(129))).toThrow('more than 128 SCTs')
    expect(() => readSignedTimestamps(Uint8Array.of(0, 0, 1))).toThrow(WireError)
  })

  it('that are encrypted fill their message', () => {
    expect(readEncryptedExtensions(Uint8Array.of(0, 0))).toMatchObject({ alpn: null })
    expect(() => readEncryptedExtensions(Uint8Array.of(0, 0, 0))).toThrow('1 bytes too many in EncryptedExtensions')
  })
})

describe('a Certificate of TLS 1.3', () => {
  const status = write((writer) => writer.uint(1, 1).vector(3, () => writer.bytes(Uint8Array.of(9, 9))))
  const message = (der: Uint8Array) =>
    write((writer) =>
      writer
        .uint(0, 1)
        .vector(3, () =>
          writer
            .vector(3, () => writer.bytes(der))
            .vector(2, () => writer.uint(5, 2).vector(2, () => writer.bytes(status))),
        ),
    )

  it('carries the staple with its certificate', () => {
    const { entries, staple } = readCertificateMessage(message(Uint8Array.of(0x30)), true)
    expect(entries.map(({ der }) => der)).toEqual([Uint8Array.of(0x30)])
    expect(staple).toEqual(Uint8Array.of(9, 9))
  })

  it('keeps nothing of the bytes that it was read from', () => {
    const bytes = message(Uint8Array.of(0x30))
    const { entries, staple } = readCertificateMessage(bytes, true)
    bytes.fill(0xee)
    expect([entries[0]?.der, staple]).toEqual([Uint8Array.of(0x30), Uint8Array.of(9, 9)])
  })

  it('is not one of TLS 1.2', () => {
    expect(() => readCertificateMessage(message(Uint8Array.of(0x30)), false)).toThrow(WireError)
  })
})

it('a status of another type than OCSP is no staple', () => {
  expect(readCertificateStatus(Uint8Array.of(2, 0, 0, 0))).toBeNull()
  expect(() => readCertificateStatus(Uint8Array.of(1, 0, 0, 0, 7))).toThrow(WireError)
})

describe('a CertificateRequest', () => {
  it('of TLS 1.3 names schemes and authorities in extensions', () => {
    const body = write((writer) =>
      writer
        .vector(1, () => writer.uint(7, 1))
        .vector(2, () => {
          writer.uint(13, 2).vector(2, () => writer.list16([0x0403]))
          writer
            .uint(47, 2)
            .vector(2, () => writer.vector(2, () => writer.vector(2, () => writer.bytes(Uint8Array.of(0x30)))))
        }),
    )
    expect(readCertificateRequest(body, 'TLSv1.3')).toEqual({
      context: Uint8Array.of(7),
      types: [],
      schemes: [0x0403],
      authorities: [Uint8Array.of(0x30)],
    })
  })

  it('names at most 4096 authorities', () => {
    const body = (count: number) =>
      write((writer) => writer.uint(0, 1).vector(2, () => numbers(count).map(() => writer.uint(1, 2).uint(0, 1))))
    expect(readCertificateRequest(body(4096), 'TLSv1.1').authorities).toHaveLength(4096)
    expect(() => readCertificateRequest(body(4097), 'TLSv1.1')).toThrow('more than 4096 authorities')
    const schemes = (count: number) =>
      write((writer) =>
        writer
          .vector(1, () => writer.uint(1, 1))
          .list16(numbers(count))
          .vector(2, () => {}),
      )
    expect(readCertificateRequest(schemes(256), 'TLSv1.2').schemes).toHaveLength(256)
    expect(() => readCertificateRequest(schemes(257), 'TLSv1.2')).toThrow('more than 256 signature schemes')
  })
})

describe('a ServerKeyExchange', () => {
  const ecdheRsa = 0xc030

  it('of an explicit curve, or of another kind of exchange, is not read', () => {
    expect(readServerKeyExchange(Uint8Array.of(1, 2, 3), ecdheRsa, 'TLSv1.2')).toBeNull()
    expect(readServerKeyExchange(Uint8Array.of(1, 2, 3), 0x002f, 'TLSv1.2')).toBeNull()
  })

  it('gives what was signed, byte for byte', () => {
    const parameters = [3, 0, 29, 2, 8, 8]
    const body = Uint8Array.of(...parameters, 4, 1, 0, 1, 5)
    expect(readServerKeyExchange(body, ecdheRsa, 'TLSv1.2')).toMatchObject({
      groupId: 29,
      signedParameters: Buffer.from(parameters),
      scheme: 0x0401,
      signature: Buffer.of(5),
    })
    expect(() => readServerKeyExchange(Uint8Array.of(...body, 0), ecdheRsa, 'TLSv1.2')).toThrow(WireError)
  })

  it('stands behind the hint of a shared key, and is not signed there', () => {
    const [ecdhePsk, dhePsk, psk] = [0xc035, 0x0090, 0x008c]
    expect(readServerKeyExchange(Uint8Array.of(0, 1, 9, 3, 0, 29, 2, 8, 8), ecdhePsk, 'TLSv1.2')).toMatchObject({
      groupId: 29,
      signature: null,
    })
    expect(readServerKeyExchange(Uint8Array.of(0, 0, 0, 1, 23, 0, 1, 2, 0, 1, 8), dhePsk, 'TLSv1.2')).toMatchObject({
      dh: { prime: Buffer.of(23), generator: Buffer.of(2) },
      signature: null,
    })
    expect(readServerKeyExchange(Uint8Array.of(0, 1, 9), psk, 'TLSv1.2')).toBeNull()
  })
})

it('a ticket of TLS 1.2 has a lifetime and no nonce', () => {
  const body = Uint8Array.of(0, 0, 0x1c, 0x20, 0, 1, 7)
  expect(readNewSessionTicket(body, false)).toMatchObject({ lifetimeSeconds: 7200, ticket: Uint8Array.of(7) })
  expect(() => readNewSessionTicket(Uint8Array.of(...body, 0), false)).toThrow(WireError)
})

it('a vector that does not fit its length is not written', () => {
  expect(() => new WireWriter().vector(1, (writer) => writer.bytes(new Uint8Array(256)))).toThrow(RangeError)
})
