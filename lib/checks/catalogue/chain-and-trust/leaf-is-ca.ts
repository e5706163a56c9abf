import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { fail, pass } from '#lib/checks/verdict.ts'

const severities = { authority: 'critical' } as const

export const leafIsCa = defineEndpointCheck({
  id: 'leaf-is-ca',
  group: 'chain-and-trust',
  rung: 'bound',
  rungRole: 'breaks',
  title: 'Leaf certificate can sign certificates',
  why: 'A key that serves traffic and may sign certificates can mint any identity: one stolen server becomes all of them.',
  fix: 'Revoke it and reissue from a leaf template (OpenSSL: basicConstraints = critical, CA:FALSE; cert-manager: isCA: false; Vault: a role instead of sign-intermediate; SPIRE: no downstream entry). Then find what it signed, for it could sign for any name: search the inventory and the CT logs for its subject as an issuer.',
  severities,
  needs: ['handshake'],
  references: [
    { label: 'RFC 5280 section 4.2.1.9', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9' },
    { label: 'RFC 5280 section 4.2.1.3', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3' },
    { label: 'SPIFFE X509-SVID section 3.2', url: 'https://github.com/spiffe/spiffe/blob/main/standards/X509-SVID.md' },
  ],
  controls: [
    { framework: 'ietf-rfc', control: 'RFC5280 §4.2.1.9', relation: 'direct', rationale: 'cA marks a CA' },
    { framework: 'ietf-rfc', control: 'RFC5280 §4.2.1.3', relation: 'direct', rationale: 'keyCertSign is for CAs' },
    { framework: 'cabf-br', control: '7.1.2.7.8', relation: 'direct', rationale: 'cA must be FALSE' },
    {
      framework: 'spiffe',
      control: 'X509-SVID §3.2',
      relation: 'direct',
      rationale: 'signing certificates must not authenticate',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI5:2025',
      relation: 'interpretive',
      rationale: 'the identity can mint identities',
    },
    { framework: 'nist-sp-800-53', control: 'AC-6', relation: 'supporting', rationale: 'privilege beyond the task' },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-17',
      relation: 'direct',
      rationale: 'policy violation of the issuing CA',
    },
    { framework: 'nist-csf', control: 'PR.AA-05', relation: 'supporting', rationale: 'least privilege' },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf) => {
      const evidence = { basicConstraints: leaf.basicConstraints, keyUsage: leaf.keyUsage }
      const signs = leaf.basicConstraints?.ca === true || leaf.keyUsage?.bits.includes('keyCertSign') === true
      return signs ? fail('authority', evidence) : pass(evidence)
    }),
})
