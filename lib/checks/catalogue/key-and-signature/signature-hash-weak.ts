import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { fail, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { broken: 'critical', sha1: 'high', mismatch: 'high' } as const

export const signatureHashWeak = defineEndpointCheck({
  id: 'signature-hash-weak',
  group: 'key-and-signature',
  rung: 'trusted',
  rungRole: 'breaks',
  title: 'Certificate signed with SHA-1, MD5 or older',
  why: 'Collisions in these hashes have been used to forge certificates; clients that still accept them accept forgeries.',
  fix: 'Reissue with SHA-256 or stronger, and set the default digest of the CA (OpenSSL: default_md = sha256, or -sha256 on the command; AD CS: certutil -setreg ca\\csp\\CNGHashAlgorithm SHA256). Check each certificate of the chain with openssl x509 -noout -text (Signature Algorithm).',
  severities,
  needs: ['handshake'],
  references: [
    { label: 'RFC 9325 section 4.5', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-4.5' },
    { label: 'RFC 9155', url: 'https://www.rfc-editor.org/rfc/rfc9155' },
    { label: 'CA/B Forum TLS BR 7.1.3.2', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
  ],
  controls: [
    {
      framework: 'cabf-br',
      control: '7.1.3.2',
      relation: 'direct',
      rationale: 'only SHA-256 or stronger; last SHA-1 uses end 2026-09-15',
    },
    { framework: 'ietf-rfc', control: 'RFC9325 §4.5', relation: 'direct', rationale: 'SHA-1 and MD5 must not be used' },
    { framework: 'ietf-rfc', control: 'RFC9155', relation: 'direct', rationale: 'deprecation in the handshake' },
    { framework: 'nist-sp-800-52', control: '3.2.1', relation: 'direct', rationale: 'SHA-256 or stronger' },
    { framework: 'nist-sp-800-53', control: 'SC-13', relation: 'direct', rationale: 'approved cryptography' },
    { framework: 'nist-csf', control: 'PR.DS-02', relation: 'direct', rationale: 'integrity in transit' },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, ({ signatureHash, signatureAlgorithm, signatureAlgorithmsAgree }) => {
      const evidence = { signatureAlgorithm, signatureHash }
      if (signatureHash?.startsWith('md')) return fail('broken', evidence)
      if (signatureHash === 'sha1') return fail('sha1', evidence)
      if (!signatureAlgorithmsAgree) return fail('mismatch', evidence)
      if (signatureAlgorithm === 'unknown') return notAssessed('the signature algorithm could not be read')
      return pass(evidence)
    }),
})
