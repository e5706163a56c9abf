import { defineEndpointCheck, type Verdict } from '#lib/checks/contract.ts'
import type { EndpointFacts } from '#lib/checks/facts.ts'
import { lastDistrust, pathRefusal, tellRefused } from '#lib/checks/path-refusal.ts'
import { type AssessableAddress, perChain } from '#lib/checks/per-address.ts'
import { trustOf } from '#lib/checks/trust.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import { pathReasonText } from '#lib/x509/path/path-reason-words.ts'

const severities = { unauthorised: 'critical', rule: 'high' } as const

export const chainPathInvalid = defineEndpointCheck({
  id: 'chain-path-invalid',
  group: 'chain-and-trust',
  rung: 'trusted',
  title: 'Path to an anchor breaks the rules of validation',
  why: 'Clients that validate as RFC 5280 says refuse this chain; those that accept it would accept one that an impostor made in the same way.',
  fix: 'Reissue the certificate that the evidence names, from a CA that may issue it: inside its name constraints and path length, with CA:TRUE and keyCertSign, for this purpose. Where a CA was made anew under an old name, put the new one into the trust store and the chain. Never relax validation in clients. Check it with openssl verify -x509_strict -purpose sslserver -CAfile store.pem -untrusted intermediates.pem leaf.pem (it names certificate and reason).',
  severities,
  needs: ['handshake', 'trust'],
  references: [
    { label: 'RFC 5280 section 6.1', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-6.1' },
    { label: 'RFC 5280 section 4.2.1.10', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10' },
    { label: 'RFC 9618', url: 'https://www.rfc-editor.org/rfc/rfc9618' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC5280 §6.1',
      relation: 'direct',
      rationale: 'the path validation algorithm',
    },
    {
      framework: 'ietf-rfc',
      control: 'RFC5280 §4.2.1.10',
      relation: 'direct',
      rationale: 'name constraints bind subordinate names',
    },
    { framework: 'ietf-rfc', control: 'RFC9618', relation: 'direct', rationale: 'policies are processed as it says' },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5(2)',
      relation: 'direct',
      rationale: 'a certification path is constructed and verified',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-23',
      relation: 'direct',
      rationale: 'the authenticity of sessions depends on it',
    },
    { framework: 'nist-csf', control: 'PR.AA-03', relation: 'direct', rationale: 'the service is not authenticated' },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-6',
      relation: 'supporting',
      rationale: 'authentication is strictly enforced',
    },
    { framework: 'pci-dss', control: '4.2.1', relation: 'direct', rationale: 'certificates are confirmed as valid' },
  ],
  evaluate: (facts, context) => perChain(facts, context, severities, (address) => judge(address, facts)),
})

function judge(address: AssessableAddress, facts: EndpointFacts): Verdict<keyof typeof severities> {
  const trust = trustOf(facts, address)
  if (!trust.known) return notAssessed(trust.reason)
  const { engine, store, error, path, verdict } = trust.opinion
  const refusal = pathRefusal(trust.opinion, facts.store?.anchorSha256 ?? [])
  const judgedBy = { engine, store: { name: store.name, asOf: store.asOf, version: store.version } }
  if (refusal === null) {
    const notes = verdict?.paths.find(({ sha256 }) => sha256.join() === path.join())?.notes ?? []
    return pass({ ...judgedBy, path, ...(notes.length === 0 ? {} : { notes }) }, lastDistrust(trust.opinion))
  }
  if (refusal.by === 'anchor') return notApplicable('no path leads to an anchor that counts')
  const [first] = refusal.refused
  const reason = first?.fault.reason ?? error
  const evidence = {
    ...judgedBy,
    reason,
    inWords: reason === null ? null : pathReasonText(reason),
    detail: first?.fault.detail ?? null,
    depth: first?.fault.at ?? null,
    failingCertificateSha256: first?.sha256[first.fault.at] ?? null,
    refused: tellRefused(refusal.refused),
  }
  return refusal.by === 'rule' ? fail('rule', evidence) : fail('unauthorised', evidence)
}
