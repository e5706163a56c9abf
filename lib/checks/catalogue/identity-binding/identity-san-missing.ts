import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { isPubliclyTrusted } from '#lib/checks/trust.ts'
import { fail, pass } from '#lib/checks/verdict.ts'

const severities = { private: 'high', public: 'critical' } as const

export const identitySanMissing = defineEndpointCheck({
  id: 'identity-san-missing',
  group: 'identity-binding',
  title: 'No usable subjectAltName',
  why: 'Clients ignore the common name (RFC 9525). A certificate without a subjectAltName proves no name to anybody who checks.',
  fix: 'Reissue with the identity in a subjectAltName and leave the common name out (openssl req -addext "subjectAltName=DNS:NAME"; with openssl x509 -req add -copy_extensions copy, or the CA drops it; cert-manager: spec.dnsNames or spec.uris; AD CS: supply the name in the request). Check it with openssl x509 -in cert.pem -noout -ext subjectAltName.',
  severities,
  needs: ['handshake', 'trust'],
  references: [
    { label: 'RFC 9525 section 2', url: 'https://www.rfc-editor.org/rfc/rfc9525#section-2' },
    { label: 'RFC 9525 section 4.1', url: 'https://www.rfc-editor.org/rfc/rfc9525#section-4.1' },
    { label: 'CA/B Forum TLS BR 7.1.2.7.12', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC9525 §2',
      relation: 'direct',
      rationale: 'the Common Name must not identify a service',
    },
    {
      framework: 'ietf-rfc',
      control: 'RFC9525 §4.1',
      relation: 'direct',
      rationale: 'the certificate must carry an identifier',
    },
    {
      framework: 'cabf-br',
      control: '7.1.2.7.12',
      relation: 'direct',
      rationale: 'SAN must be present in public certificates',
    },
    { framework: 'cabf-br', control: '7.1.4.3', relation: 'direct', rationale: 'a CN must be derived from a SAN' },
    {
      framework: 'nist-sp-800-52',
      control: '3.2.1',
      relation: 'direct',
      rationale: 'SAN is required in the server profile',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-9',
      relation: 'direct',
      rationale: 'no verifiable service identifier is bound',
    },
    {
      framework: 'nist-csf',
      control: 'PR.AA-02',
      relation: 'direct',
      rationale: 'identities are bound to credentials',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI4:2025',
      relation: 'interpretive',
      rationale: 'an unverifiable name weakens authentication',
    },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf, address) => {
      const usable = leaf.subjectAltNames.filter(({ kind }) => kind === 'dns' || kind === 'ip' || kind === 'uri')
      if (usable.length > 0) return pass({ identifiers: usable.length })
      return fail(isPubliclyTrusted(facts, address) ? 'public' : 'private', { commonNames: leaf.subjectCommonNames })
    }),
})
