import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { spiffeIds, uriNames } from '#lib/checks/names.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { fail, notApplicable, pass } from '#lib/checks/verdict.ts'
import { svidLeafFault } from '#lib/x509/path/svid.ts'

const severities = { missing: 'high', ambiguous: 'high', malformed: 'high', oversized: 'low' } as const

/** SPIFFE-ID 2.3, in bytes. */
const longestId = 2048

export const spiffeIdInvalid = defineEndpointCheck({
  id: 'spiffe-id-invalid',
  group: 'identity-binding',
  rung: 'bound',
  title: 'SPIFFE identity missing, malformed or ambiguous',
  why: 'A validator has to refuse a certificate without exactly one well-formed SPIFFE ID (X509-SVID 2); one that does not can be led to the wrong workload.',
  fix: 'Correct the registration entry (spire-server entry show, then spire-server entry update -entryID ID -spiffeID spiffe://DOMAIN/PATH) or the issuing template: one URI alone, lower-case trust domain, no port, no query, no empty segment. Let the workload fetch its SVID again and look at it with spire-agent api fetch x509 and openssl x509 -noout -ext subjectAltName.',
  severities,
  needs: ['handshake'],
  references: [
    { label: 'SPIFFE X509-SVID section 2', url: 'https://github.com/spiffe/spiffe/blob/main/standards/X509-SVID.md' },
    { label: 'SPIFFE SPIFFE-ID section 2', url: 'https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md' },
    {
      label: 'OWASP NHI4:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/4-insecure-authentication/',
    },
  ],
  controls: [
    { framework: 'spiffe', control: 'X509-SVID §2', relation: 'direct', rationale: 'an SVID has exactly one URI SAN' },
    { framework: 'spiffe', control: 'X509-SVID §3.1', relation: 'direct', rationale: 'a leaf has a non-root path' },
    {
      framework: 'spiffe',
      control: 'X509-SVID §5.2',
      relation: 'direct',
      rationale: 'validators reject several URI SANs',
    },
    {
      framework: 'spiffe',
      control: 'SPIFFE-ID §2',
      relation: 'direct',
      rationale: 'scheme, trust domain, no query or fragment',
    },
    { framework: 'spiffe', control: 'SPIFFE-ID §2.3', relation: 'direct', rationale: '2048-byte limit' },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-9',
      relation: 'direct',
      rationale: 'the workload is not uniquely identified',
    },
    {
      framework: 'nist-csf',
      control: 'PR.AA-04',
      relation: 'supporting',
      rationale: 'identity assertions must be verifiable',
    },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-6',
      relation: 'supporting',
      rationale: 'authentication must be decidable before access',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI4:2025',
      relation: 'interpretive',
      rationale: 'an ambiguous identity weakens authentication',
    },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf) => {
      const uris = uriNames(leaf)
      const ids = spiffeIds(leaf)
      const [id] = ids
      if (id === undefined) {
        return facts.identity?.kind === 'spiffe'
          ? fail('missing', {
              expected: facts.identity.name,
              presented: leaf.subjectAltNames.map(({ value }) => value),
            })
          : notApplicable('no SPIFFE ID')
      }
      if (uris.length > 1) return fail('ambiguous', { uris })
      if (Buffer.byteLength(id) > longestId) return fail('oversized', { bytes: Buffer.byteLength(id) })
      const fault = svidLeafFault(uris, null)
      return fault?.reason === 'svid-uri' ? fail('malformed', { id, problem: fault.detail }) : pass({ id })
    }),
})
