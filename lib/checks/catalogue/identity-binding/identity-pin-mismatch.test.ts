import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, intermediate, neverScanned, refusedTrust, tls } from '#lib/testing/facts.ts'
import { identityPinMismatch } from './identity-pin-mismatch.ts'

const issuerPin = [digest('intermediate key')]
const otherIssuer = [digest('another CA')]
/** The path ends at an anchor that is not on record here. */
const rootKnown = endpoint({
  at: { tls: tls({ trust: observed({ ...trusted(), path: [digest('leaf'), digest('intermediate')] }) }) },
})
/** A second path leads to an anchor that is not on record. */
const oneOfTwoKnown = endpoint({
  at: { tls: tls({ trust: observed(withSecondPath()) }) },
})

function withSecondPath() {
  const path = [digest('leaf'), digest('intermediate')]
  const always = { validFrom: '2020-01-01T00:00:00Z', validUntil: '2040-01-01T00:00:00Z', distrustedFrom: null }
  const second = { ...always, sha256: [...path, digest('unknown root')], notes: [] }
  return { ...trusted(), path, verdict: { paths: [second], refused: [], exhausted: false } }
}

function trusted() {
  const { trust } = tls()
  if (trust.status !== 'observed') throw new Error('a sound endpoint is trusted')
  return trust.value
}

endpointCases(identityPinMismatch, {
  pass: {
    'a pinned key': [endpoint(), { policy: { pins: [digest('leaf key')] } }],
    'a pinned issuer': [endpoint(), { policy: { issuerPins: issuerPin } }],
    both: [endpoint(), { policy: { pins: [digest('leaf key')], issuerPins: issuerPin } }],
  },
  fail: {
    'another key': [endpoint(), { policy: { pins: [digest('another key')] }, grade: 'unpinned' }],
    'another issuer by one path, whatever a path that is not on record does': [
      oneOfTwoKnown,
      { policy: { issuerPins: otherIssuer }, grade: 'issuer' },
    ],
    'another issuer': [rootKnown, { policy: { issuerPins: otherIssuer }, grade: 'issuer' }],
    'the pinned key from another issuer': [
      rootKnown,
      { policy: { pins: [digest('leaf key')], issuerPins: otherIssuer }, grade: 'issuer' },
    ],
  },
  'not-applicable': { 'nothing pinned': endpoint() },
  'not-assessed': {
    'never scanned': [neverScanned(), { policy: { pins: [digest('leaf key')] } }],
    'no path': [
      endpoint({ at: { tls: { trust: observed(refusedTrust([])) } } }),
      { policy: { issuerPins: issuerPin } },
    ],
    'a path whose anchor is not on record': [
      endpoint({ at: { chain: [endpoint().addresses[0]?.latest?.chain[0] ?? intermediate(), intermediate()] } }),
      { policy: { issuerPins: otherIssuer } },
    ],
  },
})
