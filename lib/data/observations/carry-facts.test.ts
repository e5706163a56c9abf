import { expect, test } from 'vitest'
import { failed, observed, skipped, valueOf } from '#lib/core/observed.ts'
import { posture, tls, trust } from '#lib/testing/facts.ts'
import { noPosture } from '#lib/tls/no-facts.ts'
import type { MtlsVerdict, TlsFacts } from '#lib/tls/observation.ts'
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

test('opinions of other chains stay with their chains; the newest of each counts, those of chains that are gone go', () => {
  const [ours, theirs] = [trust(), trust({ pathFound: false, path: [] })]
  const before = tls({
    otherChains: observed({ rsa: ['ab'], ecdsa: ['cd'] }),
    otherTrust: observed({ ab: ours, cd: ours, ef: ours }),
  })
  const carried = carryFacts({ ...shallow, otherTrust: observed({}) }, 'inventory', before)
  expect(carried.otherTrust).toEqual(observed({ ab: ours, cd: ours }))
  const asked = { ...shallow, otherChains: observed({ rsa: ['ab'] }), otherTrust: observed({ ab: theirs }) }
  expect(carryFacts(asked, 'inventory', before).otherTrust).toEqual(observed({ ab: theirs }))
})

test('a second opinion stands until it is asked again, of the same chain against the same store', () => {
  const second = { engine: 'another', error: 'CERT_HAS_EXPIRED' }
  const whole = tls({ trust: observed(trust({ secondOpinion: second })) })
  const carried = (change: Partial<TlsFacts>) =>
    valueOf(carryFacts({ ...shallow, ...change }, 'inventory', whole).trust)
  expect(carried({})?.secondOpinion).toEqual(second)
  expect(carried({ chain: observed(['ab']) })?.secondOpinion).toBeUndefined()
  const { store } = trust()
  const elsewhere = observed(trust({ store: { ...store, version: 'v2' } }))
  expect(carried({ trust: elsewhere })?.secondOpinion).toBeUndefined()
  const again = observed(trust({ secondOpinion: { ...second, error: null } }))
  expect(carried({ trust: again })?.secondOpinion?.error).toBeNull()
})

test('what was tried and not learned is not filled in', () => {
  const refused = tls({ suites: failed('began-to-refuse') })
  expect(carryFacts(refused, 'posture', tls()).suites).toEqual(refused.suites)
})

test('a scan of full depth takes what it skipped as said, but for the client probes with their own schedule', () => {
  const seen = carryFacts(tls({ http: skipped('not-http'), mtls: leftOut }), 'posture', tls())
  expect(seen).toMatchObject({ http: { status: 'skipped' }, mtls: { status: 'observed' } })
})

const asking = (verdict: MtlsVerdict, played: boolean) => {
  const probe = { client: 'none', treatment: 'refused', detail: 'alert 116' } as const
  return {
    clientCertificateRequested: observed(true),
    mtls: observed({ verdict, evidence: [], probes: played ? [probe] : [] }),
  }
}

test('what became of the clients stands until others are played', () => {
  const enforced = tls(asking('ENFORCED', true))
  const seen = carryFacts({ ...shallow, ...asking('UNKNOWN', false) }, 'inventory', enforced)
  expect(seen.mtls).toEqual(enforced.mtls)
  const failedNow = { ...shallow, ...asking('UNKNOWN', false), mtls: failed<never>('timeout') }
  expect(carryFacts(failedNow, 'mtls', enforced).mtls.status).toBe('failed')
})

test('or until the server begins or ceases to ask for certificates', () => {
  const begun = { ...shallow, ...asking('UNKNOWN', false) }
  expect(carryFacts(begun, 'inventory', tls()).mtls).toEqual(begun.mtls)
  expect(seenParts(begun, 'inventory', tls()).mtls).toBe('lost')
  const ceased = { ...shallow, mtls: tls().mtls }
  expect(carryFacts(ceased, 'inventory', tls(asking('ENFORCED', true))).mtls).toEqual(ceased.mtls)
})

test('tells which parts were really looked at', () => {
  const unplayed = { ...shallow, mtls: tls().mtls }
  expect(seenParts(shallow, 'inventory', null)).toEqual({ posture: false, mtls: 'left-out' })
  expect(seenParts(unplayed, 'inventory', tls())).toEqual({ posture: false, mtls: 'left-out' })
  expect(seenParts(unplayed, 'mtls', null)).toEqual({ posture: false, mtls: 'seen' })
  expect(seenParts(tls({ ...posture(), mtls: leftOut }), 'posture', null)).toEqual({ posture: true, mtls: 'left-out' })
  expect(seenParts(tls(asking('UNKNOWN', false)), 'posture', null).mtls).toBe('left-out')
  expect(seenParts(shallow, 'posture', null)).toEqual({ posture: false, mtls: 'left-out' })
})
