import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readServerFlight } from './server-flight.ts'

const noSecrets = { handshake: null, application: null }

const vector = (width: number, content: Buffer) => {
  const length = Buffer.alloc(width)
  length.writeUIntBE(content.length, 0, width)
  return Buffer.concat([length, content])
}
const message = (type: number, body: Buffer) => Buffer.concat([Buffer.of(type), vector(3, body)])
const record = (type: number, body: Buffer) => Buffer.concat([Buffer.of(type, 3, 3), vector(2, body)])
const hello = (suite: number, version = 0x0303) =>
  message(
    2,
    Buffer.concat([
      Buffer.of(version >> 8, version & 255),
      Buffer.alloc(32, 7),
      Buffer.of(0, suite >> 8, suite & 255, 0),
    ]),
  )
const certificate = (...ders: readonly string[]) =>
  message(11, vector(3, Buffer.concat(ders.map((der) => vector(3, Buffer.from(der))))))
const done = message(14, Buffer.alloc(0))

const flight12 = Buffer.concat([
  hello(0xc02f),
  certificate('leaf', 'issuer'),
  message(22, Buffer.concat([Buffer.of(1), vector(3, Buffer.from('staple'))])),
  message(12, Buffer.from('03001d', 'hex')),
  message(13, Buffer.from('0101000000', 'hex')),
  done,
])

describe('a flight of TLS 1.2', () => {
  it('is read whole, however its messages are cut into records', () => {
    const expected = readServerFlight(record(22, flight12), noSecrets)
    expect(expected).toMatchObject({
      hello: { version: 'TLSv1.2', suiteId: 0xc02f, retry: false },
      chain: [Buffer.from('leaf'), Buffer.from('issuer')],
      staple: Buffer.from('staple'),
      group: { name: 'x25519', bits: null },
      certificateRequested: true,
      requestSettled: true,
      problem: null,
    })
    for (let size = 1; size < 40; size += 1) {
      const cut = Array.from({ length: Math.ceil(flight12.length / size) }, (_, at) =>
        flight12.subarray(at * size, at * size + size),
      )
      expect(readServerFlight(Buffer.concat(cut.map((part) => record(22, part))), noSecrets)).toEqual(expected)
    }
  })

  it('keeps what came before it broke off, and says what it does not know', () => {
    const part = readServerFlight(record(22, Buffer.concat([hello(0xc02f), certificate('leaf')])), noSecrets)
    expect(part).toMatchObject({ chain: [Buffer.from('leaf')], requestSettled: false, finished: false })
    const alerted = Buffer.concat([record(22, hello(0x002f)), record(21, Buffer.of(2, 40))])
    expect(readServerFlight(alerted, noSecrets).alerts).toEqual([
      { level: 'fatal', code: 40, name: 'handshake_failure' },
    ])
  })
})

it('a certificate list that lies about its length is a problem, and no crash', () => {
  const lying = message(11, Buffer.from('0000ff000001', 'hex'))
  const read = readServerFlight(record(22, Buffer.concat([hello(0xc02f), lying])), noSecrets)
  expect(read.chain).toBeNull()
  expect(read.problem).toContain('bytes are named')
})

it('thousands of certificates are refused', () => {
  const many = certificate(...Array.from({ length: 1000 }, () => 'x'))
  expect(readServerFlight(record(22, Buffer.concat([hello(0xc02f), many])), noSecrets).problem).toContain(
    'more than 64 certificates',
  )
})

it('no bytes make it throw or loop', () => {
  const bytes = fc.uint8Array({ maxLength: 400 })
  fc.assert(fc.property(bytes, (any) => void readServerFlight(any, noSecrets)))
  fc.assert(fc.property(bytes, (any) => void readServerFlight(record(22, Buffer.from(any)), noSecrets)))
  const corrupted = fc.tuple(fc.nat(flight12.length - 1), fc.integer({ min: 0, max: 255 }))
  fc.assert(
    fc.property(corrupted, ([at, value]) => {
      const broken = Buffer.from(flight12)
      broken[at] = value
      readServerFlight(record(22, broken), noSecrets)
    }),
  )
})
