import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ssl2Hello, ssl2Record } from '#lib/testing/tls/written-flights.ts'
import { readSsl2Answer, Ssl2Probe, ssl2ClientHello } from './ssl2.ts'
import { WireError } from './wire-reader.ts'

function hear(...chunks: readonly Uint8Array[]): Ssl2Probe {
  const probe = new Ssl2Probe()
  for (const chunk of chunks) probe.receive(chunk)
  return probe
}

it('a hello is of the old form: length, version 2, three bytes for each suite, 16 bytes of challenge', () => {
  const hello = ssl2ClientHello(new Uint8Array(16).fill(5))
  expect(hello.readUInt16BE(0)).toBe(0x8000 + hello.length - 2)
  expect([...hello.subarray(2, 11)]).toEqual([1, 0, 2, 0, 33, 0, 0, 0, 16])
  expect(hello).toHaveLength(2 + 9 + 33 + 16)
  expect(ssl2ClientHello()).toHaveLength(hello.length)
  expect(new Ssl2Probe().begin()).toHaveLength(hello.length)
})

describe('a server that speaks SSL 2.0', () => {
  it('shows its suites and its certificate, in one chunk and in single bytes', () => {
    const answer = {
      kind: 'ssl2',
      version: 'SSLv2',
      suites: ['SSL_CK_DES_192_EDE3_CBC_WITH_MD5', 'SSL_CK_RC4_128_WITH_MD5'],
      certificate: new Uint8Array(300).fill(0x30),
    }
    for (const probe of [hear(ssl2Hello), hear(...[...ssl2Hello].map((byte) => Uint8Array.of(byte)))]) {
      expect(probe.answer).toEqual(answer)
      expect(probe.over).toBe(true)
      expect(probe.flight.chain).toEqual([answer.certificate])
      expect(probe.flight.problem).toBeNull()
    }
  })

  it('names each suite once, and not without end', () => {
    const hello = (suites: readonly number[]) =>
      readSsl2Answer(
        Uint8Array.from([
          4,
          0,
          0,
          0,
          2,
          0,
          0,
          (suites.length * 3) >> 8,
          (suites.length * 3) & 255,
          0,
          0,
          ...suites.flatMap((id) => [id >> 16, (id >> 8) & 255, id & 255]),
        ]),
      )
    expect(hello([0x010080, 0x010080])).toMatchObject({ suites: ['SSL_CK_RC4_128_WITH_MD5'] })
    expect(() => hello(Array.from({ length: 300 }, (_, id) => id))).toThrow('more than 256 suites')
  })

  it('speaks it even where it offers no suite', () => {
    const hello = Uint8Array.of(4, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0)
    expect(hear(ssl2Record(hello)).answer).toEqual({ kind: 'ssl2', version: 'SSLv2', suites: [], certificate: null })
  })

  it('can refuse in its own words, known and unknown', () => {
    expect(hear(ssl2Record(Uint8Array.of(0, 0, 1))).answer).toEqual({ kind: 'ssl2-error', code: 1, name: 'no_cipher' })
    expect(readSsl2Answer(Uint8Array.of(0, 0, 9))).toMatchObject({ name: 'error_9' })
  })

  it('names a suite that nobody knows by its value', () => {
    const hello = Uint8Array.of(4, 0, 1, 0, 2, 0, 0, 0, 3, 0, 0, 0x0a, 0x0b, 0x0c)
    expect(readSsl2Answer(hello)).toMatchObject({ suites: ['0x0a0b0c'] })
  })
})

describe('a server that does not', () => {
  it('may say so with an alert of TLS', () => {
    const probe = hear(Uint8Array.of(21, 3), Uint8Array.of(1, 0, 2, 2, 70))
    expect(probe).toMatchObject({ over: true, answer: null, flight: { problem: null } })
    expect(probe.flight.alerts).toEqual([{ level: 'fatal', code: 70, name: 'protocol_version' }])
  })

  it.each([
    ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request')],
    ['a handshake of TLS', Buffer.of(22, 3, 1, 0, 1, 2)],
    ['an alert without content', Buffer.of(21, 3, 1, 0, 0)],
    ['another message', ssl2Record(Buffer.of(1, 0, 2))],
    ['another version', ssl2Record(Buffer.of(4, 0, 1, 3, 0, 0, 0, 0, 0, 0, 0))],
    ['a hello that is cut off', ssl2Record(ssl2Hello.subarray(2, 100))],
    ['an echo', ssl2ClientHello()],
  ])('%s is a problem, not an answer', (_, bytes) => {
    const probe = hear(bytes)
    expect(probe).toMatchObject({ over: true, answer: null })
    expect(probe.flight.problem).not.toBeNull()
  })

  it('cannot make the reader throw anything but its own error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => hear(bytes)).not.toThrow()
        try {
          readSsl2Answer(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(WireError)
        }
      }),
    )
  })
})
