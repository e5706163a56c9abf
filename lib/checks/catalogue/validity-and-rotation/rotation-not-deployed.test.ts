import { endpointCases } from '#lib/testing/check-cases.ts'
import {
  address,
  digest,
  endpoint,
  inDays,
  intermediate,
  leaf,
  neverScanned,
  rotation,
  spiffeIdentity,
  svid,
} from '#lib/testing/facts.ts'
import { rotationNotDeployed } from './rotation-not-deployed.ts'

const old = leaf({ sha256: digest('old'), notBefore: inDays(-60), notAfter: inDays(30) })
const two = (second: ReturnType<typeof leaf>) =>
  endpoint({ addresses: [address(), address({ ip: '192.0.2.2', chain: [second, intermediate()] })] })

endpointCases(rotationNotDeployed, {
  pass: {
    'both serve the same': two(leaf()),
    'an RSA certificate beside the ECDSA one': two(
      leaf({
        sha256: digest('rsa'),
        notBefore: inDays(-60),
        publicKey: { algorithm: 'rsa', bits: 2048, curve: null, exponent: '65537' },
      }),
    ),
    'replicas with an SVID each': endpoint({
      identity: spiffeIdentity(),
      addresses: [
        address({ chain: [svid()] }),
        address({ ip: '192.0.2.2', chain: [svid({ sha256: digest('other'), notBefore: inDays(-0.03) })] }),
      ],
    }),
  },
  fail: {
    'one of two is older': [two(old), { grade: 'stale' }],
    'the older one ends soon': [two({ ...old, notBefore: inDays(-88), notAfter: inDays(2) }), { grade: 'near-expiry' }],
    'a rotation seen at the other address': [
      endpoint({
        identity: spiffeIdentity(),
        addresses: [
          address({ chain: [svid()] }),
          address({ ip: '192.0.2.2', chain: [svid({ sha256: digest('before') })] }),
        ],
        rotations: [rotation(0, { previousSha256: digest('before') })],
      }),
      { grade: 'stale' },
    ],
  },
  'not-applicable': { 'one address': endpoint() },
  'not-assessed': {
    'never scanned': neverScanned(),
    'one of two never reached': endpoint({
      addresses: [address(), address({ ip: '192.0.2.2', latest: null, lastOutcome: { kind: 'refused' } })],
    }),
  },
})
