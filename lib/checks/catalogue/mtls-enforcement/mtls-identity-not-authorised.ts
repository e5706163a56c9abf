import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { gradeByEnvironment } from '#lib/checks/environment.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { production: 'critical', elsewhere: 'high' } as const

export const mtlsIdentityNotAuthorised = defineEndpointCheck({
  id: 'mtls-identity-not-authorised',
  group: 'mtls-enforcement',
  title: 'Any certificate of the trusted CA is accepted, whatever its identity',
  why: 'A server that asks only who issued a certificate, and not to whom, lets every workload of that CA in: one stolen identity opens all services.',
  fix: "Check the client's name behind the handshake (nginx: map $ssl_client_s_dn or a njs check of the SAN, then 403; Apache: Require expr \"%{SSL_CLIENT_SAN_DNS_0} in {'a', 'b'}\"; HAProxy: http-request deny unless { ssl_c_s_dn(cn) -f allowed.lst }; Envoy: match_typed_subject_alt_names or RBAC by principal; Istio: AuthorizationPolicy with principals; Go: spiffetls with tlsconfig.AuthorizeID).",
  severities,
  environmentWeighed: true,
  needs: ['clients'],
  parameters: ['mtls'],
  references: [
    { label: 'SPIFFE X509-SVID section 5.2', url: 'https://github.com/spiffe/spiffe/blob/main/standards/X509-SVID.md' },
    { label: 'NIST SP 800-207 section 2.1 tenet 4', url: 'https://doi.org/10.6028/NIST.SP.800-207' },
    {
      label: 'OWASP NHI5:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/5-overprivileged-nhi/',
      note: 'Judged by playing a client with a sound certificate of an identity that has no right here. Without such a credential it is not assessed: that nobody without rights was let in is not known.',
    },
  ],
  controls: [
    {
      framework: 'nist-sp-800-53',
      control: 'AC-3',
      relation: 'supporting',
      rationale: 'access enforcement by identity',
    },
    { framework: 'nist-sp-800-53', control: 'AC-24', relation: 'supporting', rationale: 'access control decisions' },
    { framework: 'nist-sp-800-53', control: 'AC-6', relation: 'supporting', rationale: 'least privilege' },
    { framework: 'nist-csf', control: 'PR.AA-05', relation: 'supporting', rationale: 'authorisations are enforced' },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-4',
      relation: 'supporting',
      rationale: 'dynamic policy uses client identity',
    },
    { framework: 'nist-sp-800-207', control: 'tenet-3', relation: 'supporting', rationale: 'per-session access' },
    {
      framework: 'owasp-nhi',
      control: 'NHI5:2025',
      relation: 'direct',
      rationale: 'every identity of the CA has access',
    },
    { framework: 'spiffe', control: 'X509-SVID §5.2', relation: 'direct', rationale: 'the ID must be checked' },
  ],
  evaluate: (facts, context) => {
    if (context.policy.mtls === 'none') return notApplicable('the policy expects no client certificates')
    const grade = gradeByEnvironment(facts.identity)
    return perAddress(
      facts,
      context,
      severities,
      ({ facts: { mtls } }) => {
        if (mtls.status !== 'observed') return notAssessed(`client certificates not probed: ${mtls.reason}`)
        if (mtls.value.verdict === 'NOT-REQUESTED') return notApplicable('no client certificate is requested')
        const played = new Map(mtls.value.probes?.map((probe) => [probe.client, probe]))
        const probe = played.get('unauthorised')
        if (probe === undefined) return notAssessed('no certificate of an identity without rights was given to try')
        const { treatment, detail } = probe
        const evidence = { treatment, detail }
        if (treatment === 'refused' || treatment === 'refused-by-http' || treatment === 'denied-by-http')
          return pass(evidence)
        // A session that stands says something only where one without a certificate did not.
        const bareRefused = played.get('none')?.treatment === 'refused'
        if (treatment === 'served' || (treatment === 'stood' && bareRefused)) return fail(grade, evidence)
        return notAssessed(`what the server made of it is not clear: ${treatment}`)
      },
      'mtls',
    )
  },
})
