import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { gradeByEnvironment } from '#lib/checks/environment.ts'
import { fail, notApplicable, pass } from '#lib/checks/verdict.ts'

const severities = { production: 'medium', elsewhere: 'low' } as const

export const mtlsPolicyUndefined = defineIdentityCheck({
  id: 'mtls-policy-undefined',
  group: 'mtls-enforcement',
  title: 'Nobody has decided whether clients must prove themselves',
  why: 'Without a decision neither an open door nor a closed one is a finding: the mutual half of trust stays unknown.',
  fix: 'Set the mTLS expectation in the policy of the identity or its environment: required between services, none where callers prove themselves in another way, and say why.',
  severities,
  environmentWeighed: true,
  ofCertificate: false,
  needs: ['inventory'],
  parameters: ['mtls'],
  references: [
    { label: 'NIST SP 800-207 section 2.1 tenet 4', url: 'https://doi.org/10.6028/NIST.SP.800-207' },
    { label: 'NIST SP 800-53r5 AC-4', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'nist-csf',
      control: 'PR.AA-05',
      relation: 'supporting',
      rationale: 'permissions are defined in a policy',
    },
    {
      framework: 'nist-csf',
      control: 'ID.AM-03',
      relation: 'supporting',
      rationale: 'authorised flows are represented',
    },
    { framework: 'nist-sp-800-53', control: 'AC-4', relation: 'supporting', rationale: 'information flow enforcement' },
    { framework: 'nist-sp-800-53', control: 'PL-2', relation: 'supporting', rationale: 'plans describe the controls' },
    { framework: 'nist-sp-800-207', control: 'tenet-4', relation: 'supporting', rationale: 'policy decides access' },
  ],
  evaluate: ({ identity }, { policy }) => {
    if (identity.retiredAt !== null) return notApplicable('the identity is retired')
    return policy.mtls === null ? fail(gradeByEnvironment(identity), { mtls: null }) : pass({ mtls: policy.mtls })
  },
})
