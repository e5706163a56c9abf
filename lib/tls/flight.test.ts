import { createHash, X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { wideOffer } from '#lib/testing/fuzz/tls.ts'
import { recordedFlights, recordedTls13Messages } from '#lib/testing/tls/recorded-flights.ts'
import {
  certificateMessage,
  serverHelloDone,
  serverHelloMessage,
  ssl3Flight,
} from '#lib/testing/tls/written-flights.ts'
import { plainRecord } from './client-hello.ts'
import { dhParameters } from './dh-primes.ts'
import { Flight } from './flight.ts'
import { MessageJoiner } from './handshake-messages.ts'
import { HelloProbe, type ProbeEnd } from './hello-probe.ts'
import { RecordSplitter } from './records.ts'
import { WireError, WireReader } from './wire-reader.ts'

const flights = Object.entries(recordedFlights).map(([name, text]) => [name, Buffer.from(text, 'base64')] as const)
const recorded = (name: keyof typeof recordedFlights) => Buffer.from(recordedFlights[name], 'base64')

function hear(bytes: Uint8Array, end: ProbeEnd = 'server-flight', sizes: readonly number[] = []): HelloProbe {
  const probe = new HelloProbe(wideOffer, end)
  let at = 0
  for (const size of [...sizes, bytes.length]) {
    if (probe.over || at >= bytes.length) break
    const chunk = Uint8Array.from(bytes.subarray(at, at + size))
    probe.receive(chunk)
    chunk.fill(0xee)
    at += size
  }
  return probe
}

const names = (chain: readonly Uint8Array[] | null) => chain?.map((der) => new X509Certificate(der).subject)

describe('flights of real servers', () => {
  it('TLS 1.2: chain, staple, ALPN, group and request are plain', () => {
    const { flight, over } = hear(recorded('tls12-ecdhe-mtls-stapled'))
    expect({ over, problem: flight.problem }).toEqual({ over: true, problem: null })
    expect(flight).toMatchObject({
      alpn: 'http/1.1',
      helloDone: true,
      requestSettled: true,
      certificateRequested: true,
    })
    expect(flight.hello).toMatchObject({ version: 'TLSv1.2', suiteId: 0xc02c, compression: 0, retry: false })
    expect(flight.group).toEqual({ name: 'x25519', bits: null })
    expect(names(flight.chain)).toEqual(['CN=a.test', 'CN=Test CA'])
    expect(flight.staple?.length).toBe(1276)
    expect(flight.certificateRequest?.authorities).toHaveLength(1)
    expect(flight.certificateRequest?.schemes).toContain(0x0403)
    expect(flight.keyExchange).toMatchObject({ groupId: 29, dh: null, scheme: 0x0403 })
    expect([...(flight.hello?.extensions.keys() ?? [])]).toContain(65281)
  })

  it('DHE shows its field', () => {
    const { flight } = hear(recorded('tls12-dhe-rsa'))
    expect(flight.group).toEqual({ name: 'dhe', bits: 1024 })
    expect(dhParameters(flight.keyExchange?.dh?.prime ?? new Uint8Array())).toMatchObject({ bits: 1024, known: null })
    expect(flight.certificateRequested).toBe(false)
  })

  it('key transport has no exchange, an anonymous one no chain and no signature', () => {
    expect(hear(recorded('tls12-rsa')).flight).toMatchObject({ keyExchange: null, group: null, helloDone: true })
    const { flight } = hear(recorded('tls12-anon'))
    expect(flight).toMatchObject({ chain: null, helloDone: true, problem: null })
    expect(flight.keyExchange).toMatchObject({ signature: null, scheme: null })
  })

  it('TLS 1.1 and 1.0 sign without a scheme, and request without one', () => {
    expect(hear(recorded('tls11-ecdhe')).flight).toMatchObject({
      hello: { version: 'TLSv1.1' },
      keyExchange: { scheme: null },
    })
    const { flight } = hear(recorded('tls10-dhe-mtls'))
    expect(flight).toMatchObject({ hello: { version: 'TLSv1' }, helloDone: true, certificateRequested: true })
    expect(flight.certificateRequest).toMatchObject({ schemes: [], types: expect.arrayContaining([1]) })
    expect(flight.certificateRequest?.authorities).toHaveLength(1)
  })

  it('SSL 3.0 has no extensions', () => {
    const { flight } = hear(ssl3Flight)
    expect(flight).toMatchObject({ hello: { version: 'SSLv3', suiteId: 5 }, helloDone: true, problem: null })
    expect(flight.chain).toHaveLength(1)
  })

  it('a HelloRetryRequest names its group, an alert its reason', () => {
    const { flight, over } = hear(recorded('tls13-retry'))
    expect(over).toBe(true)
    expect(flight).toMatchObject({
      hello: null,
      retry: { retry: true, version: 'TLSv1.3', groupId: 29, keyShare: null },
    })
    const refused = hear(recorded('tls12-refused'))
    expect(refused.over).toBe(true)
    expect(refused.flight.alerts).toEqual([{ level: 'fatal', code: 40, name: 'handshake_failure' }])
  })

  it('a probe that wants the ServerHello alone stops there', () => {
    const { flight, over } = hear(recorded('tls12-dhe-rsa'), 'server-hello')
    expect(over).toBe(true)
    expect(flight).toMatchObject({ hello: { version: 'TLSv1.2' }, chain: null })
  })

  it('TLS 1.3 without its protection: request before the chain, staple and tickets', () => {
    const flight = new Flight()
    for (const message of new MessageJoiner().push(Buffer.concat(recordedTls13Messages.map(fromBase64)))) {
      flight.take(message)
    }
    expect(flight).toMatchObject({ alpn: 'http/1.1', finished: true, requestSettled: true, certificateRequested: true })
    expect(flight.hello).toMatchObject({ version: 'TLSv1.3', resumed: false })
    expect(flight.hello?.keyShare?.length).toBe(32)
    expect(names(flight.chain)).toEqual(['CN=a.test', 'CN=Test CA'])
    expect(flight.staple?.length).toBe(1276)
    expect(flight.tickets).toHaveLength(2)
    expect(flight.tickets[0]).toMatchObject({ lifetimeSeconds: 7200, maxEarlyDataBytes: 16384 })
    expect(flight.certificateRequest?.schemes).toContain(0x0804)
  })
})

describe('the cuts of the network and of the records', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 80 })

  it.each(flights)('%s: every single cut gives the same flight', (_, bytes) => {
    const whole = digest(hear(bytes))
    for (let at = 0; at <= bytes.length; at += bytes.length > 300 ? 7 : 1) {
      expect(digest(hear(bytes, 'server-flight', [at]))).toBe(whole)
    }
    expect(digest(hear(bytes, 'server-flight', Array(bytes.length).fill(1)))).toBe(whole)
  })

  it.each(flights)('%s: many cuts, and messages in records of any size, give the same flight', (_, bytes) => {
    const whole = digest(hear(bytes))
    fc.assert(
      fc.property(sizes, sizes, (chunks, records) => {
        expect(digest(hear(again(bytes, records), 'server-flight', chunks))).toBe(whole)
      }),
      { numRuns: 40 },
    )
  })
})

describe('what no server may say', () => {
  const hello = serverHelloMessage()
  const chain = certificateMessage([Uint8Array.of(1)])

  it.each([
    ['a certificate before the hello', [chain]],
    ['two hellos', [hello, hello]],
    ['two chains', [hello, chain, chain]],
    ['a chain of nothing', [hello, certificateMessage([])]],
    ['a certificate of no bytes', [hello, certificateMessage([new Uint8Array()])]],
    ['65 certificates', [hello, certificateMessage(Array(65).fill(Uint8Array.of(1)))]],
    ['the hello of a client', [Buffer.of(1, 0, 0, 1, 0)]],
    ['encrypted extensions in TLS 1.2', [hello, Buffer.of(8, 0, 0, 2, 0, 0)]],
    ['a suite that was not offered', [serverHelloMessage({ suite: 0xfafa })]],
    ['a version above the offered', [serverHelloMessage({ version: 0x0305 })]],
    ['TLS 1.3 by the old field', [serverHelloMessage({ version: 0x0304, suite: 0x1301 })]],
    ['an extension twice', [serverHelloMessage({ extensions: Array(2).fill({ type: 23, body: new Uint8Array() }) })]],
    ['two ALPN names', [serverHelloMessage({ extensions: [{ type: 16, body: Buffer.from('\0\x06\x02h2\x02h3') }] })]],
    ['a session id of 33 bytes', [serverHelloMessage({ sessionId: new Uint8Array(33) })]],
    [
      'bytes behind the end',
      [Buffer.from([2, 0, 0, 43, ...serverHelloMessage({ extensions: [] }).subarray(4), 0, 0, 0, 0, 1])],
    ],
  ])('%s is a problem', (_, messages) => {
    const { flight, over } = hear(plainRecord(Buffer.concat(messages)))
    expect(over).toBe(true)
    expect(flight.problem).not.toBeNull()
  })

  it('facts before the garbage stay', () => {
    const good = plainRecord(Buffer.concat([hello, chain]))
    const { flight, over } = hear(Buffer.concat([good, Buffer.from('garbage')]))
    expect({ over, problem: flight.problem }).toEqual({ over: true, problem: 'what follows is no TLS record' })
    expect(flight).toMatchObject({ hello: { version: 'TLSv1.2' }, helloDone: false })
    expect(flight.chain).toHaveLength(1)
  })

  it('an alert within a message is heard all the same', () => {
    const half = plainRecord(Buffer.concat([hello, chain.subarray(0, 5)]))
    const { flight } = hear(Buffer.concat([half, Buffer.of(21, 3, 3, 0, 2, 2, 80)]))
    expect(flight.alerts).toMatchObject([{ name: 'internal_error' }])
  })

  it('alerts and records without end are too many', () => {
    const warnings = Buffer.concat(Array(17).fill(Buffer.of(21, 3, 3, 0, 2, 1, 112)))
    expect(hear(warnings).flight).toMatchObject({ problem: 'more than 16 alerts' })
    expect(hear(warnings).flight.alerts).toHaveLength(16)
    const beats = Buffer.concat(Array(5000).fill(Buffer.of(24, 3, 3, 0, 1, 1)))
    expect(hear(beats).flight.problem).toMatch(/records/)
    expect(hear(Buffer.of(21, 3, 3, 0, 3, 1, 2, 3)).flight.problem).toMatch(/alert/)
    expect(hear(Buffer.of(23, 3, 3, 0, 1, 1)).flight.problem).toMatch(/record of type 23/)
  })

  it('a fatal alert counts where a warning stands beside it', () => {
    const { flight, over } = hear(Buffer.of(21, 3, 3, 0, 4, 2, 40, 1, 0))
    expect(over).toBe(true)
    expect(flight.alerts.map(({ name }) => name)).toEqual(['handshake_failure', 'close_notify'])
  })

  it('nothing is said after the end', () => {
    const probe = hear(plainRecord(Buffer.concat([hello, chain, serverHelloDone])))
    probe.receive(Buffer.from('garbage'))
    expect(probe.flight.problem).toBeNull()
  })
})

describe('changed flights', () => {
  it.each(flights)('%s: cut off anywhere, it gives facts or its own error', (_, bytes) => {
    for (let length = 0; length < bytes.length; length++) {
      const probe = hear(bytes.subarray(0, length))
      // What was whole up to there is no fault.
      expect(probe.flight.problem).toBeNull()
    }
  })

  it('of which any bytes are others give facts or its own error, with steps in proportion', () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(fc.constantFrom(...flights), edits, ([, bytes], changes) => {
        const changed = Uint8Array.from(bytes)
        for (const [at, byte] of changes) changed[at % bytes.length] = byte
        const steps = vi.spyOn(WireReader.prototype, 'take').mockClear()
        const probe = hear(changed)
        // Nothing is read twice, but what a field of two bytes or more says of what follows.
        expect(steps.mock.calls.length).toBeLessThanOrEqual(changed.length)
        steps.mockRestore()
        expect(probe.flight.chain?.length ?? 0).toBeLessThanOrEqual(64)
        expect(messageErrors(changed)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('or random bytes never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(() => hear(bytes)).not.toThrow()
      }),
    )
  })
})

/** Errors of the layers below the probe that are not theirs to throw. */
function messageErrors(bytes: Uint8Array): unknown[] {
  const flight = new Flight()
  const joiner = new MessageJoiner()
  try {
    for (const { body } of new RecordSplitter().push(bytes))
      for (const message of joiner.push(body)) flight.take(message)
  } catch (error) {
    return error instanceof WireError ? [] : [error]
  }
  return []
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64')
}

/** The handshake messages of these records in records of these sizes; other records stand behind them, as they were. */
function again(bytes: Uint8Array, sizes: readonly number[]): Buffer {
  const parts: Buffer[] = []
  const others: Buffer[] = []
  for (const { type, header, body } of new RecordSplitter().push(bytes)) {
    if (type === 22) parts.push(Buffer.from(body))
    else others.push(Buffer.concat([header, body]))
  }
  const handshake = Buffer.concat(parts)
  const records: Buffer[] = []
  let at = 0
  for (const size of [...sizes, handshake.length]) {
    if (at < handshake.length) records.push(plainRecord(handshake.subarray(at, at + size)))
    at += size
  }
  return Buffer.concat([...records, ...others])
}

/** Fingerprint of all that a flight holds. */
function digest({ flight, over }: HelloProbe): string {
  const plain = JSON.stringify({ ...flight, over }, (_, value) => (value instanceof Map ? [...value] : value))
  return createHash('sha256').update(plain).digest('hex')
}
