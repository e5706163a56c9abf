import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { shortLivedDays } from '#lib/checks/revocation-duty.ts'
import { isPubliclyTrusted } from '#lib/checks/trust.ts'
import { validityOf } from '#lib/checks/validity.ts'
import { fail, notApplicable, pass } from '#lib/checks/verdict.ts'

/** As long as the public ones will live from 2027-03-15 on: a stolen key ends with them. */
const briefDays = 100

const severities = { public: 'high', private: 'medium', brief: 'low' } as const

export const revocationPointerMissing = defineEndpointCheck({
  id: 'revocation-pointer-missing',
  group: 'revocation',
  title: 'No way to check revocation',
  why: 'Once its key is stolen the certificate goes on proving the service until it expires: nobody can be told to refuse it.',
  fix: 'Let the CA put a CRL distribution point or an OCSP responder into what it issues (openssl: crlDistributionPoints = URI:http://crl.example.com/ca.crl; step-ca: crl.enabled; Vault: vault write pki/config/urls crl_distribution_points=URL), or issue for seven days at most and renew automatically. Check it with openssl x509 -in leaf.pem -noout -ext crlDistributionPoints,authorityInfoAccess.',
  severities,
  needs: ['handshake', 'trust', 'revocation'],
  references: [
    { label: 'CA/B Forum TLS BR 7.1.2.11.2', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
    {
      label: 'RFC 5280 section 4.2.1.13',
      url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.13',
      note: 'Recommended, not required: under a private CA a life of 100 days or less limits what a stolen key is good for, so there it weighs less.',
    },
    { label: 'NIST SP 800-52r2 section 3.2', url: 'https://doi.org/10.6028/NIST.SP.800-52r2' },
  ],
  controls: [
    {
      framework: 'cabf-br',
      control: '7.1.2.11.2',
      relation: 'direct',
      rationale: 'a CRL distribution point is required unless there is OCSP or the certificate is short-lived',
    },
    {
      framework: 'ietf-rfc',
      control: 'RFC5280 §5',
      relation: 'direct',
      rationale: 'CRLs are found by what points at them',
    },
    {
      framework: 'nist-sp-800-52',
      control: '3.2',
      relation: 'direct',
      rationale: 'the certificate names a source of revocation information',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5(2)',
      relation: 'direct',
      rationale: 'checking the status needs a source',
    },
    { framework: 'nist-csf', control: 'PR.AA-01', relation: 'direct', rationale: 'credentials can be revoked' },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf, address) => {
      // It revokes itself as little as it vouches for itself: what is wrong there is that it is self-signed.
      if (leaf.selfSigned) return notApplicable('self-signed: no issuer stands behind it')
      const { crlUrls, ocspUrls } = leaf
      const { days, notBefore } = validityOf(leaf)
      const limit = shortLivedDays(notBefore)
      const evidence = { crlUrls, ocspUrls, validityDays: days, shortLivedLimitDays: limit }
      if (crlUrls.length + ocspUrls.length > 0 || days <= limit) return pass(evidence)
      if (isPubliclyTrusted(facts, address)) return fail('public', evidence)
      return days <= briefDays ? fail('brief', evidence) : fail('private', evidence)
    }),
})
