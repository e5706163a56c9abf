import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { connect } from 'node:tls'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clientHello, helloRecord, type Offer } from './client-hello.ts'
import { readClientHello } from './read-client-hello.ts'
import { RecordSplitter } from './records.ts'
import { WireError } from './wire-reader.ts'

const value16 = fc.integer({ min: 0, max: 0xffff })
const list16 = fc.uniqueArray(value16, { maxLength: 40 })
const some = fc.uint8Array({ minLength: 1, maxLength: 80 })
const name = fc.stringMatching(/^[a-z0-9.-]{1,60}$/)
/** Types that the builder has no name for. */
const foreign = fc.integer({ min: 0x0a00, max: 0xfe00 })

const offers: fc.Arbitrary<Offer> = fc
  .record(
    {
      legacyVersion: fc.constantFrom(0x0301, 0x0302, 0x0303),
      versions: list16,
      suites: fc.array(value16, { minLength: 1, maxLength: 200 }),
      compressions: fc.constantFrom([0], [1, 0]),
      serverName: fc.oneof(fc.constant(''), name),
      groups: list16,
      keyShares: fc.array(fc.record({ group: value16, share: some }), { maxLength: 4 }),
      signatureSchemes: list16,
      alpn: fc.array(name, { minLength: 1, maxLength: 4 }),
      statusRequest: fc.boolean(),
      signedTimestamps: fc.boolean(),
      extendedMasterSecret: fc.boolean(),
      encryptThenMac: fc.boolean(),
      renegotiationInfo: fc.boolean(),
      heartbeat: fc.boolean(),
      postHandshakeAuth: fc.boolean(),
      earlyData: fc.boolean(),
      sessionTicket: fc.uint8Array({ maxLength: 200 }),
      sessionId: fc.uint8Array({ maxLength: 32 }),
      cookie: some,
      preSharedKey: some,
      padTo: fc.integer({ min: 0, max: 1500 }),
    },
    { requiredKeys: ['legacyVersion', 'versions', 'suites', 'serverName', 'groups', 'signatureSchemes'] },
  )
  .chain((offer) =>
    fc
      .uniqueArray(fc.record({ type: foreign, body: fc.uint8Array({ maxLength: 40 }) }), {
        maxLength: 3,
        selector: ({ type }) => type,
      })
      .map((more) => ({ ...offer, more })),
  )

const random = fc.uint8Array({ minLength: 32, maxLength: 32 })

describe('a hello that was built', () => {
  it('is read back with all that was offered', () => {
    fc.assert(
      fc.property(offers, random, (offer, bytes) => {
        const read = readClientHello(clientHello(offer, bytes).subarray(4))
        const { padTo: _, ...asked } = offer
        const defaults = { compressions: [0], sessionId: new Uint8Array() }
        const flags = Object.fromEntries(Object.entries(read.offer).filter(([, value]) => value === false))
        const { padTo: __, ...told } = read.offer
        expect(told).toEqual({ ...flags, ...defaults, ...asked })
        expect(read.random).toEqual(bytes)
      }),
    )
  })

  it('is built of what was read, byte for byte', () => {
    fc.assert(
      fc.property(offers, random, (offer, bytes) => {
        const built = clientHello(offer, bytes)
        const read = readClientHello(built.subarray(4))
        expect(clientHello(read.offer, read.random).equals(built)).toBe(true)
      }),
    )
  })

  it('of SSL 3.0 has no extensions', () => {
    const offer = {
      legacyVersion: 0x0300,
      versions: [],
      suites: [5],
      serverName: 'a',
      groups: [23],
      signatureSchemes: [],
    }
    const { extensions, offer: read } = readClientHello(clientHello(offer).subarray(4))
    expect(extensions.size).toBe(0)
    expect(read).toMatchObject({ legacyVersion: 0x0300, suites: [5], serverName: '', groups: [] })
  })

  it('is never of 256 to 511 bytes, which some servers hang on', () => {
    fc.assert(
      fc.property(offers, (offer) => {
        fc.pre(!offer.preSharedKey)
        const { length } = clientHello(offer)
        expect(length < 256 || length > 511).toBe(true)
      }),
    )
  })

  it('stands in one record of the version that was asked for', () => {
    const offer = { legacyVersion: 0x0303, versions: [], suites: [5], serverName: '', groups: [], signatureSchemes: [] }
    expect([...helloRecord({ ...offer, recordVersion: 0x0303 }).subarray(0, 3)]).toEqual([22, 3, 3])
    expect([...helloRecord(offer).subarray(0, 3)]).toEqual([22, 3, 1])
  })
})

it('the hello of node:tls is read', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port }: AddressInfo = JSON.parse(JSON.stringify(server.address()))
  const client = connect({ port, host: '127.0.0.1', servername: 'a.test', ALPNProtocols: ['h2', 'http/1.1'] })
  client.on('error', () => {})
  const [socket] = await once(server, 'connection')
  const [chunk] = await once(socket, 'data')
  socket.destroy()
  client.destroy()
  server.close()
  const [record] = [...new RecordSplitter().push(chunk)]
  const { offer } = readClientHello(record?.body.subarray(4) ?? new Uint8Array())
  expect(offer).toMatchObject({ legacyVersion: 0x0303, serverName: 'a.test', alpn: ['h2', 'http/1.1'] })
  expect(offer.versions).toContain(0x0304)
  expect(offer.suites).toContain(0x1301)
  expect(offer.keyShares?.length).toBeGreaterThan(0)
})

it('anything else is refused with its own error alone', () => {
  const built = clientHello({
    legacyVersion: 0x0303,
    versions: [0x0304],
    suites: [0x1301],
    serverName: 'a.test',
    groups: [29],
    keyShares: [{ group: 29, share: new Uint8Array(32) }],
    signatureSchemes: [0x0403],
    alpn: ['h2'],
  }).subarray(4)
  const refused = (bytes: Uint8Array) => {
    try {
      readClientHello(bytes)
    } catch (error) {
      expect(error).toBeInstanceOf(WireError)
    }
  }
  for (let length = 0; length < built.length; length++) refused(built.subarray(0, length))
  fc.assert(
    fc.property(fc.nat(built.length - 1), fc.nat(255), (at, byte) => refused(Uint8Array.from(built).with(at, byte))),
  )
})
