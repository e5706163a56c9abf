import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { passWhileAllServed, servedLeavesOf } from '#lib/checks/served.ts'
import { fail, notApplicable, notAssessed } from '#lib/checks/verdict.ts'

const severities = { once: 'medium', repeated: 'high' } as const

export const rotationKeyUnchanged = defineIdentityCheck({
  id: 'rotation-key-unchanged',
  group: 'validity-and-rotation',
  reuse: ['rotations'],
  title: 'Renewed certificate keeps the old key',
  why: 'A renewal that keeps the key is no rotation of the key: a copy of it taken years ago still works.',
  fix: 'Make a new key at each renewal (cert-manager: rotationPolicy: Always; certbot: without --reuse-key; acme.sh: --always-force-new-domain-key; OpenSSL: a fresh openssl genpkey before each request; Vault: issue instead of sign). Compare two renewals by openssl x509 -noout -pubkey.',
  rotationSign: 'key-kept',
  severities,
  needs: ['handshake', 'history'],
  references: [
    { label: 'CA/B Forum TLS BR 4.9.1.1', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
    {
      label: 'OWASP NHI7:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/7-long-lived-secrets/',
    },
    { label: 'NIST SP 800-53r5 SC-12', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'owasp-nhi',
      control: 'NHI7:2025',
      relation: 'direct',
      rationale: 'the secret (the key) did not rotate',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-12',
      relation: 'direct',
      rationale: 'keys are replaced at the end of the cryptoperiod',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-12(3)',
      relation: 'direct',
      rationale: 'asymmetric key production and control',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5',
      relation: 'direct',
      rationale: 'refresh means new authenticator content',
    },
    { framework: 'nist-csf', control: 'PR.AA-01', relation: 'direct', rationale: 'credentials are managed' },
    {
      framework: 'cabf-br',
      control: '4.9.1.1',
      relation: 'direct',
      rationale: 'a compromise of the reused key forces revocation of every certificate with it',
    },
  ],
  evaluate: (facts, context) => {
    if (servedLeavesOf(facts).length === 0) return notAssessed('no certificate of this identity was seen yet')
    const newest = facts.rotations.at(-1)
    if (newest === undefined) return notApplicable('no renewal seen yet')
    if (!newest.keyKept) return passWhileAllServed(facts, context, { rotations: facts.rotations.length })
    const kept = facts.rotations.length - 1 - facts.rotations.findLastIndex(({ keyKept }) => !keyKept)
    const evidence = {
      renewalsWithTheSameKey: kept,
      certificateSha256: newest.nextSha256,
      previousSha256: newest.previousSha256,
    }
    return fail(kept >= 3 ? 'repeated' : 'once', evidence)
  },
})
