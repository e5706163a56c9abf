import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { gradeByEnvironment } from '#lib/checks/environment.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { trustOf } from '#lib/checks/trust.ts'
import { fail, pass } from '#lib/checks/verdict.ts'

const severities = { production: 'critical', elsewhere: 'high' } as const

export const chainSelfSignedLeaf = defineEndpointCheck({
  id: 'chain-self-signed-leaf',
  group: 'chain-and-trust',
  title: 'Self-signed leaf certificate in service',
  why: "A certificate that signs itself proves only that somebody made it; without a pin every impostor's copy looks the same, and it can't be revoked.",
  fix: 'Replace it with a certificate of the private CA (step ca certificate NAME tls.crt tls.key; cert-manager: an issuerRef of kind CA instead of SelfSigned). Where it has to stay, pin its key in the policy of the identity (openssl x509 -in cert.pem -pubkey -noout | openssl pkey -pubin -outform DER | openssl dgst -sha256), or make it an anchor of a store of its own.',
  severities,
  environmentWeighed: true,
  needs: ['handshake', 'trust'],
  parameters: ['pins'],
  references: [
    { label: 'RFC 5280 section 6.1', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-6.1' },
    {
      label: 'OWASP NHI4:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/4-insecure-authentication/',
    },
    { label: 'NIST SP 800-53r5 SC-17', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'ietf-rfc', control: 'RFC5280 §6.1', relation: 'direct', rationale: 'there is no path to validate' },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-17',
      relation: 'direct',
      rationale: 'certificates are issued under a policy',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-23(5)',
      relation: 'direct',
      rationale: 'no allowed CA verified the session',
    },
    { framework: 'nist-csf', control: 'PR.AA-03', relation: 'direct', rationale: 'peer identity is unproven' },
    { framework: 'owasp-nhi', control: 'NHI4:2025', relation: 'interpretive', rationale: 'clients must trust blindly' },
    {
      framework: 'pci-dss',
      control: '4.2.1',
      relation: 'direct',
      rationale:
        'self-signed is acceptable only if issued by an internal CA, author confirmed, verified and not expired',
    },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf, address) => {
      if (!leaf.selfSigned) return pass({ issuer: leaf.issuer })
      const pinned = context.policy.pins?.includes(leaf.spkiSha256) === true
      const trust = trustOf(facts, address)
      // The store vouches for this very certificate, which is a pin as well.
      const anchorOf =
        trust.known && trust.opinion.pathFound && trust.opinion.path.length === 1 ? trust.opinion.store.name : null
      const evidence = { subject: leaf.subject, selfSigned: true, pinned, anchorOf }
      return pinned || anchorOf !== null ? pass(evidence) : fail(gradeByEnvironment(facts.identity), evidence)
    }),
})
