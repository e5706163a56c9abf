import { expect, test } from 'vitest'
import { failed, observed, skipped } from '#lib/core/observed.ts'
import {
  address,
  context,
  digest,
  dns,
  type EndpointChange,
  endpoint,
  identityFacts,
  inDays,
  intermediate,
  leaf,
  publicStore,
  publicTrust,
  testNow,
  trust,
} from '#lib/testing/facts.ts'
import type { TlsFacts, TrustOpinion } from '#lib/tls/observation.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import { evaluateEndpoint, evaluateIdentity } from './evaluate.ts'
import { ladder } from './ladder.ts'
import { answersToPublicLimits } from './public-limits.ts'

const rsaKey = { algorithm: 'rsa', bits: 2048, curve: null, exponent: '65537' } as const
const rsa = (change: Partial<Certificate> = {}) =>
  leaf({ sha256: digest('rsa leaf'), spkiSha256: digest('rsa key'), publicKey: rsaKey, ...change })

const path = [digest('rsa leaf'), digest('intermediate'), digest('root')]

/** An endpoint that is sound but for what the second certificate brings. */
function withSecond(second: Certificate, opinion: TrustOpinion | null = trust({ path }), change: EndpointChange = {}) {
  return showing(
    second,
    {
      otherChains: observed({ rsa: [second.sha256, digest('intermediate')] }),
      otherTrust: observed(opinion === null ? {} : { [second.sha256]: opinion }),
    },
    change,
  )
}

function nameless(second: Certificate, opinion = trust({ path: [] })) {
  const shown = { outcome: 'handshake', detail: null, chain: [second.sha256] } as const
  return showing(second, {
    serverNames: observed({ without: shown, unknown: shown }),
    otherTrust: observed({ [second.sha256]: opinion }),
  })
}

function showing(second: Certificate, tls: Partial<TlsFacts>, change: EndpointChange = {}) {
  const { latest, ...rest } = address({ chain: [leaf(), intermediate()], tls })
  if (latest === null) throw new Error('nothing was seen')
  return endpoint({
    addresses: [{ ...rest, latest: { ...latest, otherCertificates: [second, intermediate()] } }],
    ...change,
  })
}

function verdictOf(facts: ReturnType<typeof endpoint>, checkId: string) {
  return evaluateEndpoint(facts, context()).verdicts.find((verdict) => verdict.checkId === checkId)
}

function rungsOf(facts: ReturnType<typeof endpoint>) {
  const verdicts = [
    ...evaluateEndpoint(facts, context()).verdicts,
    ...evaluateIdentity(identityFacts({ endpoints: [facts] }), context()).verdicts,
  ]
  const { rungs } = ladder({ policy: context().policy, endpointIds: [facts.id], verdicts })
  return [rungs.trusted.status, rungs.bound.status, rungs.current.status]
}

const expired = { notBefore: inDays(-90), notAfter: inDays(-1) }

test('two sound certificates carry the rungs', () => {
  expect(rungsOf(withSecond(rsa()))).toEqual(['pass', 'pass', 'pass'])
})

test.each([
  ['chain-untrusted-anchor', withSecond(rsa(), trust({ pathFound: false, path: [] })), ['fail', 'pass', 'pass']],
  ['identity-reference-mismatch', withSecond(rsa({ subjectAltNames: dns('other.test') })), ['pass', 'fail', 'pass']],
  ['validity-expired', withSecond(rsa(expired)), ['pass', 'pass', 'fail']],
  ['key-rsa-too-small', withSecond(rsa({ publicKey: { ...rsaKey, bits: 1024 } })), ['fail', 'pass', 'pass']],
])('a second certificate that fails %s breaks its rung, and the evidence names it', (checkId, facts, rungs) => {
  const verdict = verdictOf(facts, checkId)
  expect(verdict).toMatchObject({ outcome: 'fail', certificateSha256: null })
  const main = { ip: '192.0.2.1', outcome: checkId === 'key-rsa-too-small' ? 'not-applicable' : 'pass' }
  expect(verdict?.evidence).toMatchObject({
    addresses: [
      { ...main, certificateSha256: digest('leaf') },
      { outcome: 'fail', certificateSha256: digest('rsa leaf'), servedTo: 'clients that take RSA alone' },
    ],
  })
  expect(rungsOf(facts)).toEqual(rungs)
})

test('a second certificate that nobody judged, or nobody could see, keeps the rungs from passing', () => {
  expect(verdictOf(withSecond(rsa(), null), 'chain-untrusted-anchor')).toMatchObject({
    outcome: 'not-assessed',
    reason: '192.0.2.1 to clients that take RSA alone: path not judged: not-judged',
  })
  const older = showing(rsa(), {
    otherChains: observed({ rsa: [digest('rsa leaf')] }),
    otherTrust: skipped('older-scan'),
  })
  expect(rungsOf(older)).toEqual(['not_assessed', 'pass', 'pass'])
  const unseen = showing(rsa(), { otherChains: failed('timeout') })
  expect(rungsOf(unseen)).toEqual(['not_assessed', 'not_assessed', 'not_assessed'])
  expect(verdictOf(unseen, 'validity-expired')?.reason).toBe('192.0.2.1: other certificates not seen: timeout')
})

test('what clients without a server name get counts where it carries the identity', () => {
  expect(rungsOf(nameless(rsa(expired)))).toEqual(['pass', 'pass', 'fail'])
  expect(rungsOf(nameless(rsa(), trust({ pathFound: false, path: [] })))).toEqual(['fail', 'pass', 'pass'])
  expect(verdictOf(nameless(rsa(expired)), 'validity-expired')?.evidence).toMatchObject({
    addresses: [{ outcome: 'pass' }, { outcome: 'fail', servedTo: 'clients that send no server name' }],
  })
})

test('a certificate of another service behind the same address is not judged for this one', () => {
  const others = nameless(
    rsa({ ...expired, subjectAltNames: dns('other.test') }),
    trust({ pathFound: false, path: [] }),
  )
  expect(rungsOf(others)).toEqual(['pass', 'pass', 'pass'])
  expect(verdictOf(others, 'validity-expired')?.certificateSha256).toBe(digest('leaf'))
})

test('a pass on it rests on the scan that looked at server names', () => {
  const { addresses, ...rest } = nameless(rsa())
  const old = addresses.map((one) =>
    one.latest === null
      ? one
      : { ...one, latest: { ...one.latest, asOf: { posture: new Date(inDays(-90)), mtls: testNow } } },
  )
  expect(verdictOf({ ...rest, addresses: old }, 'validity-expired')).toMatchObject({
    outcome: 'not-assessed',
    reason: expect.stringContaining('clients that send no server name: stale'),
  })
})

test('a public leaf beside a private one answers to the limits of public ones; what nobody judged may', () => {
  const limits = (beside: TrustOpinion | null) => {
    const change = { store: publicStore }
    const shown = withSecond(rsa(), beside, change)
    return answersToPublicLimits(identityFacts({ endpoints: [shown] }))
  }
  expect(limits(publicTrust({ path }))).toBe(true)
  expect(limits(null)).toBeNull()
  expect(answersToPublicLimits(identityFacts({ endpoints: [withSecond(rsa())] }))).toBe(false)
})
