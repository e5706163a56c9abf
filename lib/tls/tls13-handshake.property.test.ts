import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ScriptedTls13Server } from '#lib/testing/tls/scripted-tls13-server.ts'
import type { HandshakeEnd } from './engine.ts'
import { Handshake } from './handshake.ts'
import { contentTypes } from './records.ts'

function begin(until: HandshakeEnd) {
  const offer = {
    legacyVersion: 0x0303,
    versions: [0x0304],
    suites: [0x1301],
    serverName: 'service.test',
    groups: [29],
    signatureSchemes: [0x0403],
  }
  const session = new Handshake({ offer, shareGroups: [29], credential: null, until })
  return { session, server: new ScriptedTls13Server(session.begin()) }
}

/** As a socket gives it: what is passed is overwritten after the call. */
function pass(session: Handshake, bytes: Uint8Array, sizes: readonly number[]): number {
  let answers = 0
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    const piece = Buffer.from(bytes.subarray(at, at + size))
    if (session.receive(piece)) answers += 1
    piece.fill(0xee)
    at += size
  }
  return answers
}

const ends: readonly HandshakeEnd[] = ['server-flight', 'finished']
const sizes = fc.array(fc.integer({ min: 1, max: 1200 }), { minLength: 1, maxLength: 8 })

describe.each(ends)('a handshake of TLS 1.3 up to %s', (until) => {
  it('tells the same however the network cuts it', () => {
    fc.assert(
      fc.property(sizes, (cut) => {
        const { session, server } = begin(until)
        const flight = server.flight()
        expect(pass(session, flight, cut)).toBe(until === 'finished' ? 1 : 0)
        const { problem, finished, proof, chain, requestSettled } = session.flight
        expect({ problem, finished, proof, requestSettled }).toEqual({
          problem: null,
          finished: true,
          proof: { by: 'certificate-verify', scheme: 0x0403, verified: true },
          requestSettled: true,
        })
        expect(chain).toHaveLength(1)
        expect(session.established).toBe(until === 'finished')
        expect(session.over).toBe(until === 'server-flight')
      }),
      { numRuns: 60 },
    )
  })

  it('is never finished where a byte was changed, and never throws', () => {
    const change = fc.record({ at: fc.nat(), mask: fc.integer({ min: 1, max: 255 }) })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), sizes, (changes, cut) => {
        const { session, server } = begin(until)
        const flight = server.flight()
        const changed = Buffer.from(flight)
        for (const { at, mask } of changes) changed[at % flight.length] = (changed[at % flight.length] ?? 0) ^ mask
        // The lower half of a plain record's version says nothing (RFC 8446 5.1).
        if (changed.every((byte, at) => at === 2 || byte === flight[at])) return
        pass(session, changed, cut)
        expect(session.flight.finished).toBe(false)
        expect(session.established).toBe(false)
        expect(session.flight.problem !== null || session.flight.alerts.length > 0 || !session.over).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('takes anything for an answer without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), sizes, fc.boolean(), (bytes, cut, keys) => {
        const { session, server } = begin(until)
        if (keys) session.receive(server.hello())
        pass(session, bytes, cut)
        for (const type of [contentTypes.handshake, contentTypes.alert, contentTypes.applicationData]) {
          const other = begin(until)
          other.session.receive(other.server.hello())
          pass(other.session, other.server.record(type, bytes), cut)
          expect(other.session.flight.finished).toBe(false)
        }
        expect(session.flight.finished).toBe(false)
      }),
      { numRuns: 100 },
    )
  })
})
