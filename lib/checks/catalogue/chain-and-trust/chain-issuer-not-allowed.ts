import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { gradeByEnvironment } from '#lib/checks/environment.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { issuerIn, pathsOf, trustOf } from '#lib/checks/trust.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { production: 'high', elsewhere: 'medium' } as const

export const chainIssuerNotAllowed = defineEndpointCheck({
  id: 'chain-issuer-not-allowed',
  group: 'chain-and-trust',
  title: 'Issuing CA is not on the list of allowed issuers',
  why: 'A certificate from a CA that was not meant to issue for this identity is how a mis-issued or stolen identity looks.',
  fix: "Find out who asked for the certificate (openssl x509 -noout -issuer -serial, then the CA's log). Reissue from an allowed CA (cert-manager: issuerRef; certbot: --server URL), and restrict issuance by CAA records; or, where the issuer is meant, add the hash of its key to the policy (openssl x509 -in ca.pem -pubkey -noout | openssl pkey -pubin -outform DER | openssl dgst -sha256).",
  severities,
  environmentWeighed: true,
  needs: ['handshake', 'trust', 'inventory'],
  parameters: ['allowedIssuers'],
  references: [
    {
      label: 'OWASP NHI3:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/3-vulnerable-third-party-nhi/',
    },
    { label: 'NIST SP 800-53r5 SC-23(5)', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'nist-sp-800-53',
      control: 'SC-23(5)',
      relation: 'direct',
      rationale: 'only organisation-defined CAs may establish protected sessions',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-17',
      relation: 'direct',
      rationale: 'certificates come from an approved provider',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5(14)',
      relation: 'direct',
      rationale: 'trust stores are managed by one method',
    },
    { framework: 'nist-csf', control: 'PR.AA-01', relation: 'direct', rationale: 'credential issuance is managed' },
    {
      framework: 'nist-csf',
      control: 'GV.SC-07',
      relation: 'supporting',
      rationale: 'the CA is a supplier whose risk is monitored',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI3:2025',
      relation: 'interpretive',
      rationale: 'a third-party issuer outside policy can mint identities',
    },
  ],
  evaluate: (facts, context) => {
    const { allowedIssuers } = context.policy
    if (allowedIssuers === null) return notApplicable('any issuer under the trust store is allowed')
    return perLeaf(facts, context, severities, (leaf, address) => {
      const trust = trustOf(facts, address)
      const [path] = trust.known ? pathsOf(trust.opinion, address, context.now) : []
      const verified = leaf.selfSigned ? leaf : path?.certificates.find(({ sha256 }) => sha256 === path.sha256[1])
      const issuer = verified ?? issuerIn(address.chain, leaf)
      if (issuer === null) return notAssessed('the issuing certificate is not known')
      const evidence = { issuer: issuer.subject, issuerSpkiSha256: issuer.spkiSha256, verified: verified !== undefined }
      if (!allowedIssuers.includes(issuer.spkiSha256)) return fail(gradeByEnvironment(facts.identity), evidence)
      // A name alone is nobody's signature.
      return verified ? pass(evidence) : notAssessed('no path verifies that the issuer signed it')
    })
  },
})
