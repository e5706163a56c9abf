import { describe, expect, it } from 'vitest'
import { hostileLeaf, hostileRsaLeaf } from '#lib/testing/lab/hostile/certificates.ts'
import { alertRecord, handshakeRecords, message, record, serverHello } from '#lib/testing/lab/hostile/wire.ts'
import type { Offer } from '../client-hello.ts'
import { changeCipherSpecSteps, heartbeatSteps } from './missteps.ts'
import { paddingSteps } from './padding-steps.ts'
import { Provocation, type Steps } from './provocation.ts'

const suite = 0x002f
const offer: Offer = {
  legacyVersion: 0x0303,
  versions: [],
  suites: [suite],
  serverName: 'service.test',
  groups: [],
  signatureSchemes: [],
}

function flight({ version = 0x0303, request = false, leaf = hostileRsaLeaf() } = {}): Buffer {
  const hello = serverHello({ version, random: Buffer.alloc(32, 7), sessionId: Buffer.alloc(0), suite, extensions: [] })
  const vector = (body: Uint8Array) => Buffer.concat([Buffer.of(0, body.length >> 8, body.length & 255), body])
  const certificateRequest = message(13, Buffer.from('01010002040100' + '00', 'hex'))
  return handshakeRecords(
    Buffer.concat([
      hello,
      message(11, vector(vector(leaf.der))),
      ...(request ? [certificateRequest] : []),
      message(14, new Uint8Array()),
    ]),
    version,
  )
}

/** One that has seen the server's flight. */
function begun(steps: Steps, how: Parameters<typeof flight>[0] = {}): Provocation {
  const provocation = new Provocation('TLSv1.2', offer, steps)
  provocation.begin()
  provocation.receive(flight(how))
  return provocation
}

describe('a provocation', () => {
  it('is ready behind ServerHelloDone, however the flight is cut, and takes its steps one by one', () => {
    const provocation = new Provocation('TLSv1.2', offer, changeCipherSpecSteps)
    const bytes = flight()
    for (const at of bytes.keys()) {
      expect(provocation.ready).toBe(false)
      provocation.receive(bytes.subarray(at, at + 1))
    }
    expect(provocation).toMatchObject({ ready: true, over: false, obstacle: null })
    const taken = [provocation.step(), provocation.step()].map((step) => Buffer.from(step ?? []).toString('hex'))
    expect(taken).toEqual(['140303000101', '140303000101'])
    expect(provocation.step()).toBeNull()
  })

  it('says to which of its steps the server reacted, and takes no more', () => {
    const provocation = begun(changeCipherSpecSteps)
    provocation.step()
    provocation.receive(Buffer.concat([alertRecord('warning', 90), alertRecord('fatal', 10), alertRecord('fatal', 20)]))
    expect(provocation).toMatchObject({ over: true, reactedTo: 1 })
    expect(provocation.reaction).toMatchObject({ kind: 'alert', alert: { name: 'unexpected_message' } })
    expect(provocation.step()).toBeNull()
  })

  it.each([
    ['other-version', { version: 0x0302 }, changeCipherSpecSteps],
    ['not-completed', { leaf: hostileLeaf() }, paddingSteps('right', 'TLSv1.2', 0x0303)],
  ] as const)('is over where the flight can not be followed: %s', (obstacle, how, steps) => {
    const provocation = new Provocation('TLSv1.2', offer, steps)
    provocation.receive(flight(how))
    expect(provocation).toMatchObject({ ready: false, over: true, obstacle })
  })

  it.each([
    ['an answer', '02000141', { kind: 'heartbeat' }],
    ['an answer that holds nothing', '020000', null],
    ['a request of the server', '01000141', null],
  ])('asks for one byte of a heartbeat, and sees %s', (_name, body, reaction) => {
    const provocation = begun(heartbeatSteps)
    expect(Buffer.from(provocation.step() ?? []).toString('hex')).toBe('1803030003010001')
    provocation.receive(record(24, Buffer.from(body, 'hex')))
    expect(provocation.reaction).toEqual(reaction)
    expect(provocation.over).toBe(reaction !== null)
  })

  it.each([
    ['another record', record(22, Buffer.of(14, 0, 0, 0)), { kind: 'record', type: 22 }],
    ['no record', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), { kind: 'garbage' }],
    ['an alert of one byte', record(21, Buffer.of(2)), { kind: 'garbage' }],
  ])('takes %s for what it is', (_name, bytes, reaction) => {
    const provocation = begun(heartbeatSteps)
    provocation.step()
    provocation.receive(bytes)
    expect(provocation.reaction).toEqual(reaction)
  })

  it('shows no certificate to a server that asks for one, before its ClientKeyExchange', () => {
    const steps = paddingSteps('right', 'TLSv1.2', 0x0303)
    const asked = Buffer.from(begun(steps, { request: true }).step() ?? [])
    expect(asked.subarray(0, 12).toString('hex')).toBe('16030300070b000003000000')
    // ClientKeyExchange with 256 bytes behind their length.
    expect(asked.subarray(12, 23).toString('hex')).toBe('160303010610000102' + '0100')
    expect(
      Buffer.from(begun(steps).step() ?? [])
        .subarray(0, 11)
        .toString('hex'),
    ).toBe('160303010610000102' + '0100')
  })
})
