import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { weak: 'high', unapproved: 'medium' } as const

const approved = new Set(['P-256', 'P-384', 'P-521'])

export const keyEcCurveUnapproved = defineEndpointCheck({
  id: 'key-ec-curve-unapproved',
  group: 'key-and-signature',
  title: 'EC key on a weak or unapproved curve',
  why: 'A curve that peers do not support breaks the handshake; one below 224 bits, or with parameters of its own, can be broken or forged.',
  fix: 'Rekey with P-256 (openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256; cert-manager: privateKey.algorithm: ECDSA with size: 256; certbot: --key-type ecdsa --elliptic-curve secp256r1) and reissue. Check it with openssl x509 -noout -text (NIST CURVE).',
  severities,
  needs: ['handshake'],
  references: [
    { label: 'RFC 9325 section 4.5', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-4.5' },
    { label: 'CA/B Forum TLS BR 6.1.5', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
    { label: 'NIST SP 800-52r2 section 3.2.1', url: 'https://doi.org/10.6028/NIST.SP.800-52r2' },
  ],
  controls: [
    { framework: 'cabf-br', control: '6.1.5', relation: 'direct', rationale: 'only P-256, P-384, P-521' },
    { framework: 'cabf-br', control: '7.1.3.1', relation: 'direct', rationale: 'named curve encoding' },
    {
      framework: 'ietf-rfc',
      control: 'RFC9325 §4.5',
      relation: 'direct',
      rationale: 'curves below 224 bits must not be used',
    },
    {
      framework: 'nist-sp-800-52',
      control: '3.2.1',
      relation: 'direct',
      rationale: 'the curve should be P-256 or P-384',
    },
    { framework: 'nist-sp-800-53', control: 'SC-13', relation: 'direct', rationale: 'approved cryptography' },
    { framework: 'nist-csf', control: 'PR.DS-02', relation: 'direct', rationale: 'data in transit' },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, ({ publicKey: { algorithm, curve, bits } }) => {
      if (algorithm !== 'ec') return notApplicable('not a key on a named curve')
      const evidence = { curve, bits }
      if (curve === 'explicit' || (bits !== null && bits < 224)) return fail('weak', evidence)
      if (curve === null) return notAssessed('the curve could not be read')
      return approved.has(curve) ? pass(evidence) : fail('unapproved', evidence)
    }),
})
