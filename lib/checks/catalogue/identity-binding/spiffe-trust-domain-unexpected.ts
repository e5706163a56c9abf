import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { gradeByEnvironment } from '#lib/checks/environment.ts'
import { spiffeIds } from '#lib/checks/names.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { fail, notApplicable, pass } from '#lib/checks/verdict.ts'
import { parseSpiffeId } from '#lib/x509/spiffe-id.ts'

const severities = { production: 'critical', elsewhere: 'high' } as const

export const spiffeTrustDomainUnexpected = defineEndpointCheck({
  id: 'spiffe-trust-domain-unexpected',
  group: 'identity-binding',
  rung: 'bound',
  title: 'Workload identity is not the registered one',
  why: 'A well-formed SPIFFE ID of another path or trust domain is another workload: accepting it lets that workload answer for this one.',
  fix: "Register the ID for this workload, or mend the selectors of its attestation, for another workload's fit it too (spire-server entry show -spiffeID ID; Istio: the service account of the pod). List federated trust domains, and paths that may stand beside the identity's own, in the policy.",
  severities,
  environmentWeighed: true,
  needs: ['handshake', 'inventory'],
  parameters: ['allowedNames', 'trustDomains', 'spiffePaths'],
  references: [
    { label: 'SPIFFE SPIFFE-ID section 2.1', url: 'https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md' },
    {
      label: 'OWASP NHI8:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/8-environment-isolation/',
    },
    {
      label: 'OWASP NHI4:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/4-insecure-authentication/',
    },
  ],
  controls: [
    {
      framework: 'spiffe',
      control: 'SPIFFE-ID §2.1',
      relation: 'direct',
      rationale: 'the trust domain is the trust root',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-9',
      relation: 'direct',
      rationale: 'the service identity is verified before communication',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'AC-3',
      relation: 'supporting',
      rationale: 'access follows the registered identity',
    },
    {
      framework: 'nist-csf',
      control: 'PR.AA-05',
      relation: 'supporting',
      rationale: 'authorisations are defined and enforced',
    },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-4',
      relation: 'supporting',
      rationale: 'access policy uses the observable identity',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI8:2025',
      relation: 'interpretive',
      rationale: 'an identity from another environment is accepted',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI4:2025',
      relation: 'interpretive',
      rationale: 'the wrong identity authenticates',
    },
  ],
  evaluate: (facts, context) => {
    const { identity } = facts
    const { trustDomains, allowedNames, spiffePaths } = context.policy
    return perLeaf(facts, context, severities, (leaf) => {
      const [id] = spiffeIds(leaf)
      if (id === undefined) return notApplicable('no SPIFFE ID')
      const expected = identity?.kind === 'spiffe' ? [identity.name, ...allowedNames] : null
      if (expected === null && trustDomains === null && spiffePaths.length === 0)
        return notApplicable('neither a SPIFFE ID nor a trust domain nor a path is registered')
      const parsed = parseSpiffeId(id)
      const trustDomain = parsed.ok ? parsed.trustDomain : null
      const evidence = { presented: id, expected, trustDomain, trustDomains, spiffePaths }
      const domainFits = trustDomains === null || (trustDomain !== null && trustDomains.includes(trustDomain))
      const own = identity?.kind === 'spiffe' ? parseSpiffeId(identity.name) : null
      // A path alone names no workload: it counts in the identity's own trust domain, or in those that are registered.
      const inDomain = trustDomains !== null || own === null || (own.ok && own.trustDomain === trustDomain)
      const pathFits = parsed.ok && inDomain && spiffePaths.some((pattern) => matchesPath(pattern, parsed.path))
      const idFits = pathFits || (expected === null ? spiffePaths.length === 0 : expected.includes(id))
      return domainFits && idFits ? pass(evidence) : fail(gradeByEnvironment(identity), evidence)
    })
  },
})

/** Segment by segment; a star stands for one whole segment. */
function matchesPath(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const segments = path.split('/')
  return wanted.length === segments.length && wanted.every((one, at) => one === '*' || one === segments[at])
}
