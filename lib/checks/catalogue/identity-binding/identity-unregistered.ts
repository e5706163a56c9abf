import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { fail, pass } from '#lib/checks/verdict.ts'

const severities = { internet: 'high', internal: 'medium' } as const

export const identityUnregistered = defineEndpointCheck({
  id: 'identity-unregistered',
  group: 'identity-binding',
  title: 'Endpoint presents an identity that nobody registered',
  why: 'Nobody can say whether the right service answers here while nobody has said which one ought to.',
  fix: 'Bind the endpoint to an identity with an owner and an environment: by hand on its page, by a rule on its host name for many at once, or by import; or take the endpoint off the net, if nobody says that it is his.',
  severities,
  needs: ['handshake', 'inventory'],
  references: [
    {
      label: 'OWASP NHI1:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/1-improper-offboarding/',
    },
    {
      label: 'OWASP NHI4:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/4-insecure-authentication/',
    },
    { label: 'NIST SP 800-207 section 2.1 tenet 5', url: 'https://doi.org/10.6028/NIST.SP.800-207' },
  ],
  controls: [
    {
      framework: 'nist-csf',
      control: 'PR.AA-01',
      relation: 'direct',
      rationale: 'identities and credentials of services are managed',
    },
    {
      framework: 'nist-csf',
      control: 'PR.AA-02',
      relation: 'direct',
      rationale: 'identity is bound to its credential',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-4',
      relation: 'supporting',
      rationale: 'identifiers are assigned and managed',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'CM-8(3)',
      relation: 'direct',
      rationale: 'unauthorised components are detected',
    },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-5',
      relation: 'supporting',
      rationale: 'the posture of all owned assets is monitored',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI1:2025',
      relation: 'interpretive',
      rationale: 'an unknown identity may be a leftover',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI4:2025',
      relation: 'interpretive',
      rationale: 'an identity nobody vouches for authenticates a service',
    },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf) => {
      const presented = leaf.subjectAltNames.map(({ value }) => value)
      if (facts.identity !== null) return pass({ identity: facts.identity.name })
      return fail(facts.internetFacing === true ? 'internet' : 'internal', {
        presented,
        commonNames: leaf.subjectCommonNames,
      })
    }),
})
