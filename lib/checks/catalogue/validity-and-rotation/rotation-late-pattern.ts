import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { fail, notApplicable, pass } from '#lib/checks/verdict.ts'

const severities = { 'after-expiry': 'high', late: 'medium' } as const

const smallestMargin = 0.1

export const rotationLatePattern = defineIdentityCheck({
  id: 'rotation-late-pattern',
  group: 'validity-and-rotation',
  title: 'Renewals come at or after expiry again and again',
  why: 'Who renews at the last moment is one holiday away from an outage; the pattern shows long before the outage does.',
  fix: 'Move the renewal to two thirds of the life and send its failures to the owner.',
  severities,
  references: [
    { label: 'NIST SP 1800-16', url: 'https://doi.org/10.6028/NIST.SP.1800-16' },
    {
      label: 'OWASP NHI7:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/7-long-lived-secrets/',
    },
    { label: 'NIST SP 800-53r5 SC-12(1)', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'nist-sp-800-53', control: 'SC-12(1)', relation: 'supporting', rationale: 'availability of keys' },
    {
      framework: 'nist-sp-800-53',
      control: 'IR-4',
      relation: 'supporting',
      rationale: 'recurring failures are handled',
    },
    {
      framework: 'nist-csf',
      control: 'ID.IM-03',
      relation: 'supporting',
      rationale: 'improvements come from operations',
    },
    { framework: 'owasp-nhi', control: 'NHI7:2025', relation: 'direct', rationale: 'rotation discipline' },
    {
      framework: 'nist-sp-1800-16',
      control: 'Vol-B.notification',
      relation: 'direct',
      rationale: 'notices and escalation',
    },
  ],
  evaluate: (facts) => {
    const recent = facts.rotations.slice(-3)
    if (recent.length < 2) return notApplicable('fewer than two renewals seen')
    const late = recent.filter(
      ({ lifeLeftSeconds, lifetimeSeconds }) => lifeLeftSeconds < smallestMargin * lifetimeSeconds,
    )
    const evidence = {
      renewals: recent.map(({ at, lifeLeftSeconds, lifetimeSeconds }) => ({
        at: at.toISOString(),
        lifeLeftSeconds,
        lifetimeSeconds,
      })),
    }
    if (recent.some(({ lifeLeftSeconds }) => lifeLeftSeconds < 0)) return fail('after-expiry', evidence)
    return late.length >= 2 ? fail('late', evidence) : pass(evidence)
  },
})
