import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { spiffeIds, uriNames } from '#lib/checks/names.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { fail, notApplicable, pass } from '#lib/checks/verdict.ts'
import { svidLeafFault } from '#lib/x509/path/svid.ts'

const severities = { signs: 'critical', usage: 'high', purposes: 'medium', criticality: 'medium' } as const

export const spiffeLeafProfileInvalid = defineEndpointCheck({
  id: 'spiffe-leaf-profile-invalid',
  group: 'identity-binding',
  rung: 'bound',
  rungRole: 'breaks',
  title: 'SVID leaf profile violated',
  why: 'An SVID that may sign certificates can mint identities; one without the key usage of its role is refused by strict validators.',
  fix: 'Correct the issuing template: cA false; key usage critical with digitalSignature and without keyCertSign or cRLSign; extended key usage, if any, with serverAuth and clientAuth; subjectAltName critical where the subject is empty. SPIRE issues so by itself; with another CA (Vault: allowed_uri_sans and basic_constraints_valid_for_non_ca; cert-manager: csi-driver-spiffe) check it with openssl x509 -noout -text.',
  severities,
  needs: ['handshake'],
  references: [
    { label: 'RFC 5280 section 4.2.1.9', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9' },
    { label: 'SPIFFE X509-SVID section 4.1', url: 'https://github.com/spiffe/spiffe/blob/main/standards/X509-SVID.md' },
    { label: 'NIST SP 800-53r5 SC-17', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'spiffe', control: 'X509-SVID §4.1', relation: 'direct', rationale: 'leaf cA must be false' },
    {
      framework: 'spiffe',
      control: 'X509-SVID §4.3',
      relation: 'direct',
      rationale: 'key usage must be set and critical',
    },
    {
      framework: 'spiffe',
      control: 'X509-SVID §4.4',
      relation: 'direct',
      rationale: 'when present EKU has both purposes',
    },
    {
      framework: 'spiffe',
      control: 'X509-SVID §5.2',
      relation: 'direct',
      rationale: 'leaf validation checks these fields',
    },
    {
      framework: 'ietf-rfc',
      control: 'RFC5280 §4.2.1.9',
      relation: 'direct',
      rationale: 'basic constraints semantics',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-17',
      relation: 'direct',
      rationale: 'certificates follow the issuing policy',
    },
    {
      framework: 'nist-csf',
      control: 'PR.AA-01',
      relation: 'direct',
      rationale: 'credentials are managed to a profile',
    },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf) => {
      if (spiffeIds(leaf).length === 0) return notApplicable('no SPIFFE ID')
      const evidence = {
        basicConstraints: leaf.basicConstraints,
        keyUsage: leaf.keyUsage,
        extendedKeyUsage: leaf.extendedKeyUsage,
      }
      const bits = leaf.keyUsage?.bits ?? []
      if (leaf.basicConstraints?.ca === true || bits.includes('keyCertSign') || bits.includes('cRLSign'))
        return fail('signs', evidence)
      // As path validation has it; that the extension is critical, no path depends on.
      const fault = svidLeafFault(uriNames(leaf), leaf.keyUsage && new Set(bits))
      if (fault?.reason === 'svid-key-usage') return fail('usage', { ...evidence, why: fault.detail })
      if (leaf.keyUsage?.critical !== true) return fail('usage', { ...evidence, why: 'the key usage is not critical' })
      const purposes = leaf.extendedKeyUsage
      if (purposes !== null && !(purposes.includes('serverAuth') && purposes.includes('clientAuth')))
        return fail('purposes', evidence)
      if (leaf.subject === '' && !leaf.subjectAltNamesCritical)
        return fail('criticality', { subject: '', subjectAltNamesCritical: false })
      return pass(evidence)
    }),
})
