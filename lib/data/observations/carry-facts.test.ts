import { expect, test } from 'vitest'
import { failed, observed, skipped } from '#lib/core/observed.ts'
import { posture, tls } from '#lib/testing/facts.ts'
import { noPosture } from '#lib/tls/no-facts.ts'
import { carryFacts, seenParts } from './carry-facts.ts'

const leftOut = skipped<never>('depth')
const shallow = tls({ ...noPosture(leftOut), mtls: leftOut, otherChains: leftOut })

test('an unchanged server gives equal facts at any depth', () => {
  const whole = tls({ otherChains: observed({ rsa: ['ab'] }), alpnProtocols: observed(['h2']) })
  for (const depth of ['inventory', 'mtls'] as const) expect(carryFacts(shallow, depth, whole)).toEqual(whole)
})

test('what one handshake tells is never carried', () => {
  const seen = carryFacts({ ...shallow, alpn: failed('alert'), trust: skipped('no-store') }, 'inventory', tls())
  expect(seen).toMatchObject({ alpn: { status: 'failed' }, trust: { status: 'skipped' } })
})

test('what was tried and not learned is not filled in', () => {
  const refused = tls({ suites: failed('began-to-refuse') })
  expect(carryFacts(refused, 'posture', tls()).suites).toEqual(refused.suites)
})

test('a scan of full depth takes what it skipped as said, but for the client probes with their own schedule', () => {
  const seen = carryFacts(tls({ http: skipped('not-http'), mtls: leftOut }), 'posture', tls())
  expect(seen).toMatchObject({ http: { status: 'skipped' }, mtls: { status: 'observed' } })
})

test('tells which parts were really looked at', () => {
  expect(seenParts(shallow, 'inventory')).toEqual({ posture: false, mtls: false })
  expect(seenParts(tls(noPosture(leftOut)), 'mtls')).toEqual({ posture: false, mtls: true })
  expect(seenParts(tls({ ...posture(), mtls: leftOut }), 'posture')).toEqual({ posture: true, mtls: false })
  expect(seenParts(shallow, 'posture')).toEqual({ posture: false, mtls: false })
})
