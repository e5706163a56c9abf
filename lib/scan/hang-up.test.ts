import { describe, expect, it } from 'vitest'
import { Flight } from '#lib/tls/flight.ts'
import { handshakeTypes } from '#lib/tls/handshake-messages.ts'
import { cutOff, hungUp } from './hang-up.ts'

const closed = { kind: 'closed', during: 'handshake' } as const

it('is an orderly close in place of an answer, with close_notify or without', () => {
  const silent = new Flight()
  expect(hungUp(closed, silent)).toBe(true)
  silent.alert(Uint8Array.of(1, 0))
  expect(hungUp(closed, silent)).toBe(true)
})

it('is no reset, no timeout, no close of a prelude and no close after a word', () => {
  expect(hungUp({ kind: 'reset', during: 'handshake' }, new Flight())).toBe(false)
  expect(hungUp({ kind: 'timeout', during: 'handshake' }, new Flight())).toBe(false)
  expect(hungUp({ kind: 'closed', during: 'starttls' }, new Flight())).toBe(false)
  const warned = new Flight()
  warned.alert(Uint8Array.of(1, 112))
  expect(hungUp(closed, warned)).toBe(false)
})

describe('a flight that the server has begun', () => {
  function begun(): Flight {
    const flight = new Flight()
    const body = Buffer.from(`0303${'00'.repeat(32)}00c02f00`, 'hex')
    flight.take({ type: handshakeTypes.serverHello, body, raw: body })
    return flight
  }

  it('is cut off by a close before it is done, and that is no answer to a hello that went unheard', () => {
    expect(cutOff(closed, begun())).toBe(true)
    expect(hungUp(closed, begun())).toBe(false)
    expect(cutOff(closed, new Flight())).toBe(false)
  })

  it('is not cut off by a reset, behind a warning, at its end, or in TLS 1.3', () => {
    expect(cutOff({ kind: 'reset', during: 'handshake' }, begun())).toBe(false)
    const [warned, done, newer] = [begun(), begun(), begun()]
    warned.alert(Uint8Array.of(1, 112))
    done.helloDone = true
    if (newer.hello) newer.hello = { ...newer.hello, version: 'TLSv1.3' }
    for (const flight of [warned, done, newer]) expect(cutOff(closed, flight)).toBe(false)
  })
})
