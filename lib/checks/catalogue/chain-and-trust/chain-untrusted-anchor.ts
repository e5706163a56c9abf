import { defineEndpointCheck, type Verdict } from '#lib/checks/contract.ts'
import { gradeByEnvironment } from '#lib/checks/environment.ts'
import type { EndpointFacts } from '#lib/checks/facts.ts'
import { lastDistrust, pathRefusal, tellRefused } from '#lib/checks/path-refusal.ts'
import { type AssessableAddress, perChain } from '#lib/checks/per-address.ts'
import { trustOf } from '#lib/checks/trust.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import { pathReasonText } from '#lib/x509/path/path-reason-words.ts'

const severities = { production: 'critical', elsewhere: 'high' } as const

export const chainUntrustedAnchor = defineEndpointCheck({
  id: 'chain-untrusted-anchor',
  group: 'chain-and-trust',
  rung: 'trusted',
  title: 'No path to an anchor of the trust store',
  why: 'Encryption to a peer whose certificate leads to no trusted anchor is encryption to anybody: an impostor can present such a certificate too.',
  fix: "Issue the certificate from a CA of the identity's trust store, or add the CA to that store under an owner and a review date. Check it with openssl verify -CAfile store.pem -untrusted intermediates.pem leaf.pem (exit 0 means a path).",
  severities,
  environmentWeighed: true,
  needs: ['handshake', 'trust', 'inventory'],
  references: [
    {
      label: 'OWASP NHI4:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/4-insecure-authentication/',
    },
    { label: 'NIST SP 800-207 section 2.1 tenet 2', url: 'https://doi.org/10.6028/NIST.SP.800-207' },
    { label: 'NIST SP 800-53r5 SC-17', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'nist-sp-800-53',
      control: 'SC-17',
      relation: 'direct',
      rationale: 'only approved trust anchors are in trust stores',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-23(5)',
      relation: 'direct',
      rationale: 'only allowed certificate authorities verify sessions',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5(2)',
      relation: 'direct',
      rationale: 'the path ends at an accepted trust anchor',
    },
    { framework: 'nist-csf', control: 'PR.AA-03', relation: 'direct', rationale: 'the service is not authenticated' },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-2',
      relation: 'direct',
      rationale: 'encryption without trusted authentication is not secured communication',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI4:2025',
      relation: 'interpretive',
      rationale: 'authentication rests on an unapproved root',
    },
    {
      framework: 'pci-dss',
      control: '4.2.1',
      relation: 'direct',
      rationale: 'only trusted keys and certificates are accepted',
    },
  ],
  evaluate: (facts, context) => perChain(facts, context, severities, (address) => judge(address, facts)),
})

function judge(address: AssessableAddress, facts: EndpointFacts): Verdict<keyof typeof severities> {
  const trust = trustOf(facts, address)
  if (!trust.known) return notAssessed(trust.reason)
  const { engine, store, error, path } = trust.opinion
  const refusal = pathRefusal(trust.opinion, facts.store?.anchorSha256 ?? [])
  if (refusal !== null && refusal.by !== 'anchor') {
    return notApplicable('what leads to an anchor breaks a rule of path validation')
  }
  const refused = tellRefused(refusal?.refused ?? [])
  const evidence = {
    engine,
    store: { name: store.name, asOf: store.asOf, version: store.version },
    error,
    ...(error === null ? {} : { why: pathReasonText(error) }),
    path,
    ...(refused.length === 0 ? {} : { refused }),
  }
  if (refusal !== null) return fail(gradeByEnvironment(facts.identity), evidence)
  return pass(evidence, lastDistrust(trust.opinion))
}
