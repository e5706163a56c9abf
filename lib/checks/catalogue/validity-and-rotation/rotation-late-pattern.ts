import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { latePattern, recentSteps } from '#lib/checks/rotation-pattern.ts'
import { learnRhythm } from '#lib/checks/rotation-rhythm.ts'
import { fail, notApplicable, pass } from '#lib/checks/verdict.ts'

const severities = { 'after-expiry': 'high', late: 'medium', rising: 'low' } as const

export const rotationLatePattern = defineIdentityCheck({
  id: 'rotation-late-pattern',
  group: 'validity-and-rotation',
  title: 'Renewals come late again and again, or later and later',
  why: 'Who renews at the last moment is one holiday away from an outage; the pattern shows long before the outage does.',
  fix: 'Move the renewal to two thirds of the life (cert-manager: renewBefore at a third of duration; certbot: renew_before_expiry in the renewal file; SPIRE: availability_target of the agent) and send its failures to the owner, by the exit status of the job as well as by this finding.',
  rotationSign: 'late-pattern',
  severities,
  ofCertificate: false,
  needs: ['history'],
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
    const { rotations } = facts
    if (rotations.length < 2) return notApplicable('fewer than two renewals seen')
    const rhythm = learnRhythm(rotations)
    const evidence = {
      renewals: rotations.slice(-recentSteps).map((renewal) => ({
        at: renewal.at.toISOString(),
        // By the last sight of the old certificate: it was served at least so long.
        lifeLeftSeconds: renewal.lifetimeSeconds - (renewal.seenAgeSeconds ?? renewal.ageSeconds),
        lifetimeSeconds: renewal.lifetimeSeconds,
      })),
      ...(rhythm === null ? {} : { typicalShare: Math.round(rhythm.typicalShare * 1000) / 1000 }),
    }
    const pattern = latePattern(rotations)
    return pattern === null ? pass(evidence) : fail(pattern, evidence)
  },
})
