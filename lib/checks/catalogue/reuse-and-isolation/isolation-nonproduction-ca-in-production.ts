import { defineEndpointCheck, type Verdict } from '#lib/checks/contract.ts'
import type { EndpointFacts, EnvironmentRecord } from '#lib/checks/facts.ts'
import { type AssessableAddress, perChain } from '#lib/checks/per-address.ts'
import { trustOf } from '#lib/checks/trust.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { nonproduction: 'critical', shared: 'high', reverse: 'medium' } as const

export const isolationNonproductionCaInProduction = defineEndpointCheck({
  id: 'isolation-nonproduction-ca-in-production',
  group: 'reuse-and-isolation',
  reuse: ['nonproduction-ca'],
  title: 'Production and other environments share a CA',
  why: 'Whoever can have certificates issued where things are tried out, which is many, can impersonate production to all that trust the same root.',
  fix: "Give each environment a root of its own, assign it a trust store that holds this root alone, and reissue production's certificates from production's CA. Check whose root a chain ends at with openssl s_client -connect HOST:PORT -CAfile production-roots.pem -verify_return_error.",
  severities,
  environmentWeighed: true,
  needs: ['handshake', 'trust', 'inventory'],
  references: [
    {
      label: 'OWASP NHI8:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/8-environment-isolation/',
    },
    { label: 'NIST SP 800-53r5 SC-23(5)', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
    { label: 'NIST SP 800-207 section 2.1 tenet 4', url: 'https://doi.org/10.6028/NIST.SP.800-207' },
  ],
  controls: [
    { framework: 'owasp-nhi', control: 'NHI8:2025', relation: 'direct', rationale: 'environment isolation' },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-23(5)',
      relation: 'direct',
      rationale: 'certificate authorities are allowed by context',
    },
    { framework: 'nist-sp-800-53', control: 'SC-17', relation: 'direct', rationale: 'trust anchors are approved' },
    {
      framework: 'nist-sp-800-53',
      control: 'AC-4(21)',
      relation: 'supporting',
      rationale: 'flows are kept apart',
    },
    { framework: 'nist-csf', control: 'PR.IR-01', relation: 'supporting', rationale: 'environments are protected' },
    { framework: 'nist-sp-800-207', control: 'tenet-4', relation: 'supporting', rationale: 'policy by context' },
  ],
  evaluate: (facts, context) => perChain(facts, context, severities, (address) => judge(address, facts)),
})

function judge(address: AssessableAddress, facts: EndpointFacts): Verdict<keyof typeof severities> {
  const { identity, store } = facts
  if (identity === null) return notApplicable('bound to no identity')
  const { environment } = identity
  if (environment === null) return notAssessed('the environment of the identity is unknown')
  const trust = trustOf(facts, address)
  if (!trust.known) return notAssessed(trust.reason)
  if (!trust.opinion.pathFound) return notApplicable('no path leads to an anchor that counts')
  if (store?.publicRoots === true || store?.anchors === undefined) {
    return notApplicable('public roots belong to no environment')
  }
  const { path, verdict } = trust.opinion
  const ends = new Set((verdict?.paths.map(({ sha256 }) => sha256) ?? [path]).map((one) => one.at(-1)))
  const held = store.anchors.filter(({ sha256, environments }) => ends.has(sha256) && environments.length > 0)
  const [first] = held
  if (first === undefined) return notApplicable('no environment has the anchor in a store of its own')
  const alike = (one: EnvironmentRecord) => one.production === environment.production
  // A path to an anchor of its own kind of environment alone is enough: the others can be taken away.
  const counting = held.find(({ environments }) => environments.every(alike)) ?? first
  const evidence = {
    anchorSha256: counting.sha256,
    anchorName: counting.subject,
    caEnvironments: counting.environments.map(({ name }) => name),
    endpointEnvironment: environment.name,
  }
  if (counting.environments.every(alike)) return pass(evidence)
  if (!environment.production) return fail('reverse', evidence)
  return counting.environments.some(alike) ? fail('shared', evidence) : fail('nonproduction', evidence)
}
