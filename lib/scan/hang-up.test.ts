import { expect, it } from 'vitest'
import { Flight } from '#lib/tls/flight.ts'
import { hungUp } from './hang-up.ts'

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
