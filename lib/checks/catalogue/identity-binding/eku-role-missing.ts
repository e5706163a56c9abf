import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { isPubliclyTrusted } from '#lib/checks/trust.ts'
import { fail, pass } from '#lib/checks/verdict.ts'

const severities = { role: 'high' } as const

export const ekuRoleMissing = defineEndpointCheck({
  id: 'eku-role-missing',
  group: 'identity-binding',
  rung: 'bound',
  rungRole: 'breaks',
  title: 'Certificate is not issued for servers',
  why: 'A client that checks purposes refuses it; one that does not lets a certificate for mail or code pose as a service.',
  fix: 'Reissue from the template for servers (OpenSSL: extendedKeyUsage = serverAuth; cert-manager: usages: [server auth]; SVIDs: serverAuth and clientAuth, as SPIRE issues them). Check it with openssl x509 -in cert.pem -noout -ext extendedKeyUsage.',
  severities,
  needs: ['handshake', 'trust'],
  references: [
    { label: 'RFC 5280 section 4.2.1.12', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12' },
    { label: 'SPIFFE X509-SVID section 4.4', url: 'https://github.com/spiffe/spiffe/blob/main/standards/X509-SVID.md' },
    { label: 'CA/B Forum TLS BR 7.1.2.7.10', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC5280 §4.2.1.12',
      relation: 'direct',
      rationale: 'EKU limits the purpose of the key',
    },
    {
      framework: 'cabf-br',
      control: '7.1.2.7.10',
      relation: 'direct',
      rationale: 'serverAuth must be present in public certificates',
    },
    {
      framework: 'nist-sp-800-52',
      control: '3.2.1',
      relation: 'direct',
      rationale: 'serverAuth is required in the server profile',
    },
    {
      framework: 'spiffe',
      control: 'X509-SVID §4.4',
      relation: 'direct',
      rationale: 'SVIDs with EKU carry both purposes',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-17',
      relation: 'direct',
      rationale: 'certificates follow the issuing policy',
    },
    {
      framework: 'nist-csf',
      control: 'PR.AA-03',
      relation: 'direct',
      rationale: 'authentication uses a credential meant for it',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI4:2025',
      relation: 'interpretive',
      rationale: 'role confusion weakens authentication',
    },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf, address) => {
      const purposes = leaf.extendedKeyUsage
      const evidence = { purposes }
      // Without the extension all purposes are open (RFC 5280 4.2.1.12), but a public certificate must have it (BR 7.1.2.7.10).
      if (purposes === null) return isPubliclyTrusted(facts, address) ? fail('role', evidence) : pass(evidence)
      return purposes.includes('serverAuth') || purposes.includes('anyExtendedKeyUsage')
        ? pass(evidence)
        : fail('role', evidence)
    }),
})
