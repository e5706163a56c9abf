import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { fail, notApplicable, pass } from '#lib/checks/verdict.ts'

const severities = { any: 'high', excessive: 'medium' } as const

const needed = new Set(['serverAuth', 'clientAuth'])

export const ekuExcessive = defineEndpointCheck({
  id: 'eku-excessive',
  group: 'identity-binding',
  title: 'Certificate carries purposes that it does not need',
  why: 'A stolen key of a service should open nothing but that service: signing code, mail or OCSP answers with it reaches much further.',
  fix: 'Reissue with serverAuth (and clientAuth where the service is a client too) and nothing else (OpenSSL: extendedKeyUsage = serverAuth; cert-manager: usages: [digital signature, server auth]; Vault: server_flag=true client_flag=false on the role; AD CS: the Application Policies of the template).',
  severities,
  needs: ['handshake'],
  references: [
    { label: 'RFC 5280 section 4.2.1.12', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12' },
    { label: 'CA/B Forum TLS BR 7.1.2.7.10', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
    { label: 'NIST SP 800-52r2 section 3.2.1', url: 'https://doi.org/10.6028/NIST.SP.800-52r2' },
  ],
  controls: [
    {
      framework: 'cabf-br',
      control: '7.1.2.7.10',
      relation: 'direct',
      rationale: 'these purposes must not be in public certificates',
    },
    {
      framework: 'nist-sp-800-52',
      control: '3.2.1',
      relation: 'direct',
      rationale: 'anyExtendedKeyUsage is prohibited',
    },
    { framework: 'ietf-rfc', control: 'RFC5280 §4.2.1.12', relation: 'direct', rationale: 'purposes restrict use' },
    {
      framework: 'owasp-nhi',
      control: 'NHI5:2025',
      relation: 'interpretive',
      rationale: 'the identity is usable for more than its task',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'AC-6',
      relation: 'supporting',
      rationale: 'least privilege applied to the credential',
    },
    {
      framework: 'nist-csf',
      control: 'PR.AA-05',
      relation: 'supporting',
      rationale: 'entitlements follow least privilege',
    },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf) => {
      if (leaf.extendedKeyUsage === null) return notApplicable('no purposes named')
      const excessive = leaf.extendedKeyUsage.filter((purpose) => !needed.has(purpose))
      if (excessive.includes('anyExtendedKeyUsage')) return fail('any', { excessive })
      return excessive.length > 0 ? fail('excessive', { excessive }) : pass({ purposes: leaf.extendedKeyUsage })
    }),
})
