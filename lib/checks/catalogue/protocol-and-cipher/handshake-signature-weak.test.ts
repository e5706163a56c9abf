import { failed, observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, neverScanned } from '#lib/testing/facts.ts'
import { handshakeSignatureWeak } from './handshake-signature-weak.ts'

const possession = (scheme: string | null) => observed({ by: 'server-key-exchange', scheme, verified: true } as const)

endpointCases(handshakeSignatureWeak, {
  pass: {
    'SHA-256': endpoint(),
    'RSA key transport alone, which signs nothing': endpoint({
      at: { tls: { keyPossession: possession(null), signatureSchemes: observed({ 'TLSv1.2': observed([]) }) } },
    }),
  },
  fail: {
    'SHA-1 although stronger was offered': [
      endpoint({ at: { tls: { keyPossession: possession('rsa_pkcs1_sha1') } } }),
      { grade: 'chosen' },
    ],
    'MD5 where nothing else was offered': [
      endpoint({
        at: { tls: { signatureSchemes: observed({ 'TLSv1.2': observed(['rsa_pkcs1_sha256', 'rsa_pkcs1_md5']) }) } },
      }),
      { grade: 'forced-md5' },
    ],
    'SHA-1 where nothing else was offered': [
      endpoint({
        at: { tls: { signatureSchemes: observed({ 'TLSv1.2': observed(['rsa_pkcs1_sha256', 'rsa_pkcs1_sha1']) }) } },
      }),
      { grade: 'forced' },
    ],
  },
  'not-applicable': 'every endpoint signs its handshakes, or could',
  'not-assessed': {
    'schemes not asked': endpoint({ at: { tls: { signatureSchemes: skipped('depth') } } }),
    'no answer at TLS 1.2': endpoint({ at: { tls: { signatureSchemes: observed({ 'TLSv1.2': failed('reset') }) } } }),
    'the posture is older than three of its intervals': endpoint({ at: { asOf: { posture: new Date(inDays(-22)) } } }),
    'no scan looked at the posture': endpoint({ at: { asOf: { posture: null } } }),
    'never scanned': neverScanned(),
  },
})
