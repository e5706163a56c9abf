import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, intermediate, leaf, neverScanned } from '#lib/testing/facts.ts'
import { chainCaWeak } from './chain-ca-weak.ts'

const under = (authority: ReturnType<typeof intermediate>) => endpoint({ at: { chain: [leaf(), authority] } })

endpointCases(chainCaWeak, {
  pass: { 'a sound intermediate': endpoint() },
  fail: {
    'RSA 1024': [
      under(intermediate({ publicKey: { algorithm: 'rsa', bits: 1024, curve: null, exponent: '65537' } })),
      { grade: 'weak' },
    ],
    'SHA-1': [under(intermediate({ signatureHash: 'sha1' })), { grade: 'weak' }],
  },
  'not-applicable': {
    'no intermediate sent': endpoint({ at: { chain: [leaf()] } }),
    'a root with a weak hash': under(intermediate({ selfSigned: true, signatureHash: 'sha1' })),
  },
  'not-assessed': {
    'part of the chain unknown': endpoint({
      at: { tls: { chain: observed([digest('leaf'), digest('intermediate'), digest('lost')]) } },
    }),
    'never scanned': neverScanned(),
  },
})
