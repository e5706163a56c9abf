import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { ifPubliclyTrusted } from '#lib/checks/trust.ts'
import { publicLimit, validityOf } from '#lib/checks/validity.ts'
import { fail, notApplicable, pass } from '#lib/checks/verdict.ts'

const severities = { limit: 'high', recommended: 'info' } as const

export const validityExceedsPublicLimit = defineEndpointCheck({
  id: 'validity-exceeds-public-limit',
  group: 'validity-and-rotation',
  title: 'Public certificate lives longer than the Baseline Requirements allow for its day of issue',
  why: 'Browsers refuse certificates over the limit, and a CA that issues one breaks its own rules: the certificate may be revoked at short notice.',
  fix: "Reissue with a shorter life (certbot and cert-manager take what the CA's profile gives; ask for the classic or the short-lived one); from 2029-03-15 the limit is 47 days, so automate the renewal by ACME.",
  severities,
  needs: ['handshake', 'trust'],
  references: [
    { label: 'CA/B Forum TLS BR 6.3.2', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
    {
      label: 'OWASP NHI7:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/7-long-lived-secrets/',
    },
    { label: 'NIST SP 800-53r5 SC-17', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'cabf-br',
      control: '6.3.2',
      relation: 'direct',
      rationale: '398 until 2026-03-15, 200, then 100 from 2027-03-15, 47 from 2029-03-15',
    },
    { framework: 'owasp-nhi', control: 'NHI7:2025', relation: 'direct', rationale: 'credentials that live too long' },
    { framework: 'nist-sp-800-53', control: 'SC-17', relation: 'direct', rationale: 'certificates follow the policy' },
    { framework: 'nist-sp-800-53', control: 'SC-12', relation: 'direct', rationale: 'cryptoperiods are limited' },
    { framework: 'nist-csf', control: 'PR.AA-01', relation: 'direct', rationale: 'credentials are managed' },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf, address) =>
      ifPubliclyTrusted(facts, address, () => {
        const { notBefore, days } = validityOf(leaf)
        const limit = publicLimit(notBefore)
        if (limit === null) return notApplicable('issued before the limits of today')
        const evidence = { issuedAt: leaf.notBefore, notAfter: leaf.notAfter, days, limit }
        if (days > limit) return fail('limit', evidence)
        // BR 6.3.2: should not exceed one day less.
        return days > limit - 1 ? fail('recommended', evidence) : pass(evidence)
      }),
    ),
})
