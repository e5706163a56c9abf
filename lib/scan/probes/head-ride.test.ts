import { expect, it } from 'vitest'
import { madeAttempt } from '#lib/testing/attempts.ts'
import type { Target } from '#lib/tls/observation.ts'
import type { Attempt } from '../attempt.ts'
import { HeadRide } from './head-ride.ts'

const target: Target = { host: '192.0.2.1', port: 443, serverName: 'service.test', transport: 'tls' }
const first = madeAttempt({ alpn: 'h2', requested: false })
const stood: Attempt['aftermath'] = { kind: 'stood' }

const answering = (status: string) => Buffer.from(`HTTP/1.1 ${status}\r\nServer: x\r\n\r\n`)
const told = (status: string) => madeAttempt({ alpn: 'http/1.1', requested: false, answer: answering(status) })

function taken(made: Attempt) {
  const ride = new HeadRide(first, target)
  ride.take(made)
  return ride.probe
}

it('is asked as on a connection of its own: in HTTP/1.1, with authentication after the handshake', () => {
  expect(new HeadRide(first, target).wish?.offer).toEqual({ alpn: ['http/1.1'], postHandshakeAuth: true })
})

it.each<[string, Attempt, Partial<Target>]>([
  ['names nothing by ALPN', madeAttempt({ requested: false }), {}],
  ['names another protocol', madeAttempt({ alpn: 'imap', requested: false }), {}],
  ['speaks behind a prelude', first, { transport: 'smtp' }],
  ['asks for certificates', madeAttempt({ alpn: 'h2' }), {}],
  [
    'has refused the client',
    madeAttempt({ alpn: 'h2', requested: false, outcome: { kind: 'alert', code: 40, name: 'x' } }),
    {},
  ],
])('does not ride with a server that %s', (_, made, change) => {
  expect(new HeadRide(made, { ...target, ...change }).wish).toBeNull()
})

it.each(['200 OK', '301 Moved', '401 Unauthorized', '403 Forbidden', '404 Not Found'])('takes %s', (status) => {
  const made = told(status)
  const http = { status: 'observed', value: { status: Number(status.slice(0, 3)) } }
  expect(taken(made)).toMatchObject({ asked: made, http })
})

it('takes silence in a session that goes on', () => {
  const silent = { alpn: 'http/1.1', requested: false, answer: Buffer.alloc(0) }
  expect(taken(madeAttempt({ ...silent, aftermath: stood }))?.http).toEqual({ status: 'failed', reason: 'no-answer' })
})

it.each<[string, Attempt]>([
  ['a request for a certificate', madeAttempt({ alpn: 'http/1.1', answer: answering('200 OK') })],
  ['a status about the client', told('400 Bad Request')],
  ['a status about the moment', told('503 Service Unavailable')],
  ['an end without an answer', madeAttempt({ alpn: 'http/1.1', requested: false, aftermath: { kind: 'closed' } })],
  ['another protocol', madeAttempt({ alpn: null, requested: false, answer: answering('200 OK') })],
  [
    'half an answer',
    madeAttempt({ alpn: 'http/1.1', requested: false, aftermath: stood, answer: Buffer.from('HTTP/1.1 2') }),
  ],
  ['a refused handshake', madeAttempt({ version: null, outcome: { kind: 'alert', code: 120, name: 'x' } })],
])('leaves it to a connection of its own upon %s', (_, made) => {
  expect(taken(made)).toBeNull()
})

it('rides on one session, once for each course of answers', () => {
  const ride = new HeadRide(first, target)
  ride.take(madeAttempt({ version: null, requested: false }))
  expect(ride.wish).not.toBeNull()
  ride.take(told('200 OK'))
  expect(ride.wish).toBeNull()
  ride.restart()
  expect(ride).toMatchObject({ probe: null, wish: expect.anything() })
})

it('reads the clock when the answer comes, and not again', () => {
  const made = told(`200 OK\r\nDate: ${new Date().toUTCString()}`)
  const ride = new HeadRide(first, target)
  ride.take(made)
  const { probe } = ride
  ride.restart()
  ride.take(made)
  expect(ride.probe).toBe(probe)
})
