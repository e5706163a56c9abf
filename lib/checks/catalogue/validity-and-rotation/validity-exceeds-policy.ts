import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { isPubliclyTrusted } from '#lib/checks/trust.ts'
import { toleranceMs, validityOf } from '#lib/checks/validity.ts'
import { fail, notApplicable, pass } from '#lib/checks/verdict.ts'
import { dayMs, secondMs } from '#lib/core/time.ts'

const severities = { endless: 'critical', years: 'high', policy: 'medium' } as const

/** Without a limit of the policy: three years, as service certificates of long-lived platforms have. */
const defaultLimitDays = 3 * 365
const endlessDays = 10 * 365 + 3

export const validityExceedsPolicy = defineEndpointCheck({
  id: 'validity-exceeds-policy',
  group: 'validity-and-rotation',
  title: 'Private certificate lives longer than its policy allows, or never ends',
  why: 'The life of a certificate is how long a stolen key works where nobody checks revocation, and inside networks hardly anybody does.',
  fix: "Shorten the profile of the issuing CA (OpenSSL: default_days; Vault: max_ttl of the role; step-ca: maxTLSCertDuration; AD CS: the template's validity period) and automate the renewal, then reissue. What the policy of the environment allows longest is set there.",
  severities,
  needs: ['handshake', 'trust', 'inventory'],
  parameters: ['maxValiditySeconds'],
  references: [
    { label: 'RFC 5280 section 4.1.2.5', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5' },
    { label: 'NIST SP 800-52r2 section 3.2.1', url: 'https://doi.org/10.6028/NIST.SP.800-52r2' },
    {
      label: 'OWASP NHI7:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/7-long-lived-secrets/',
    },
  ],
  controls: [
    {
      framework: 'owasp-nhi',
      control: 'NHI7:2025',
      relation: 'direct',
      rationale: 'certificates whose expiry is too far in the future or absent',
    },
    {
      framework: 'nist-sp-800-52',
      control: '3.2.1',
      relation: 'direct',
      rationale: 'three years or less in the server profile',
    },
    { framework: 'nist-sp-800-53', control: 'SC-12', relation: 'direct', rationale: 'cryptoperiods are defined' },
    { framework: 'nist-sp-800-53', control: 'IA-5', relation: 'direct', rationale: 'authenticators have lifetimes' },
    { framework: 'nist-csf', control: 'PR.AA-01', relation: 'direct', rationale: 'credentials are managed' },
    {
      framework: 'ietf-rfc',
      control: 'RFC5280 §4.1.2.5',
      relation: 'direct',
      rationale: '99991231235959Z means no defined expiry',
    },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-3',
      relation: 'supporting',
      rationale: 'short-lived credentials support per-session access',
    },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf, address) => {
      if (isPubliclyTrusted(facts, address))
        return notApplicable('publicly trusted: the Baseline Requirements limit its life')
      const { days, lifetimeMs } = validityOf(leaf)
      const limitMs =
        context.policy.maxValiditySeconds === null
          ? defaultLimitDays * dayMs
          : context.policy.maxValiditySeconds * secondMs
      const evidence = { notBefore: leaf.notBefore, notAfter: leaf.notAfter, days, limitSeconds: limitMs / secondMs }
      if (lifetimeMs <= limitMs + toleranceMs(limitMs)) return pass(evidence)
      // RFC 5280 4.1.2.5: 99991231235959Z means that there is no end.
      if (leaf.notAfter.startsWith('9999') || days > endlessDays) return fail('endless', evidence)
      return fail(days > defaultLimitDays ? 'years' : 'policy', evidence)
    }),
})
