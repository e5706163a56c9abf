import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { accepted: 'medium' } as const

export const mtlsInvalidClientAccepted = defineEndpointCheck({
  id: 'mtls-invalid-client-accepted',
  group: 'mtls-enforcement',
  title: 'Client certificate of the wrong purpose accepted',
  why: "A server that takes a server's certificate from a client lets every service of the CA pose as a caller.",
  fix: 'Check purpose and validity of client certificates (nginx, Apache and HAProxy do with verification on: look for optional_no_ca, ca-ignore-err and crt-ignore-err; OpenSSL: X509_PURPOSE_SSL_CLIENT; Go: tls.RequireAndVerifyClientCert, or KeyUsages with ExtKeyUsageClientAuth in Verify; Java: a PKIX trust manager, not one of your own). Try it with openssl s_client -connect HOST:PORT -cert server.pem -key server.key, which has to fail.',
  severities,
  needs: ['clients'],
  parameters: ['mtls'],
  references: [
    { label: 'RFC 5280 section 4.2.1.12', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12' },
    { label: 'NIST SP 800-53r5 IA-5(2)', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5(2)',
      relation: 'direct',
      rationale: 'status and validity are checked',
    },
    { framework: 'ietf-rfc', control: 'RFC5280 §6.1', relation: 'direct', rationale: 'validity and purpose checks' },
    { framework: 'ietf-rfc', control: 'RFC6960', relation: 'direct', rationale: 'status' },
    { framework: 'nist-csf', control: 'PR.AA-03', relation: 'direct', rationale: 'authentication' },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-6',
      relation: 'supporting',
      rationale: 'dynamic and strictly enforced',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI1:2025',
      relation: 'interpretive',
      rationale: 'revoked identities still work',
    },
    { framework: 'owasp-nhi', control: 'NHI4:2025', relation: 'interpretive', rationale: 'weak verification' },
  ],
  evaluate: (facts, context) => {
    if (context.policy.mtls === 'none') return notApplicable('the policy expects no client certificates')
    return perAddress(
      facts,
      context,
      severities,
      ({ facts: { mtls } }) => {
        if (mtls.status !== 'observed') return notAssessed(`client certificates not probed: ${mtls.reason}`)
        if (mtls.value.verdict === 'NOT-REQUESTED') return notApplicable('no client certificate is requested')
        const played = new Map(mtls.value.probes?.map((probe) => [probe.client, probe]))
        const probe = played.get('wrong-purpose')
        if (probe === undefined) return notAssessed('no client certificate of a wrong purpose was given to try')
        const { treatment, detail } = probe
        const evidence = { treatment, detail }
        if (treatment === 'refused' || treatment === 'refused-by-http') return pass(evidence)
        // A session that stands says something only where one without a certificate did not.
        const bareRefused = played.get('none')?.treatment === 'refused'
        if (treatment === 'served' || (treatment === 'stood' && bareRefused)) return fail('accepted', evidence)
        return notAssessed(`what the server made of it is not clear: ${treatment}`)
      },
      'mtls',
    )
  },
})
