import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { accepted: 'critical' } as const

export const mtlsUntrustedClientAccepted = defineEndpointCheck({
  id: 'mtls-untrusted-client-accepted',
  group: 'mtls-enforcement',
  rung: 'mutual',
  title: 'Client certificate from an untrusted issuer accepted',
  why: 'The server asks for a certificate and takes any: everybody can make one in a second, so nobody is proven.',
  fix: 'Name the CA of your clients and turn verification on (nginx: ssl_client_certificate clients-ca.pem with ssl_verify_client on, not optional_no_ca; Apache: SSLCACertificateFile with SSLVerifyClient require, not optional_no_ca; HAProxy: verify required without crt-ignore-err; Envoy: trusted_ca without ACCEPT_UNTRUSTED; Go: tls.RequireAndVerifyClientCert, not RequireAnyClientCert; Node.js: rejectUnauthorized: true).',
  severities,
  needs: ['clients'],
  parameters: ['mtls'],
  references: [
    {
      label: 'OWASP NHI4:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/4-insecure-authentication/',
    },
    { label: 'NIST SP 800-207 section 2.1 tenet 6', url: 'https://doi.org/10.6028/NIST.SP.800-207' },
    { label: 'NIST SP 800-53r5 SC-23(5)', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'nist-sp-800-53', control: 'SC-23(5)', relation: 'direct', rationale: 'only allowed CAs' },
    { framework: 'nist-sp-800-53', control: 'IA-5(2)', relation: 'direct', rationale: 'path to an accepted anchor' },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-3(1)',
      relation: 'direct',
      rationale: 'bidirectional authentication is real',
    },
    { framework: 'nist-csf', control: 'PR.AA-03', relation: 'direct', rationale: 'authentication' },
    {
      framework: 'nist-csf',
      control: 'PR.AA-04',
      relation: 'supporting',
      rationale: 'identity assertions are verified',
    },
    { framework: 'nist-sp-800-207', control: 'tenet-6', relation: 'supporting', rationale: 'strictly enforced' },
    {
      framework: 'owasp-nhi',
      control: 'NHI4:2025',
      relation: 'interpretive',
      rationale: 'any caller can pose as a service',
    },
  ],
  evaluate: (facts, context) => {
    if (context.policy.mtls === 'none') return notApplicable('the policy expects no client certificates')
    return perAddress(
      facts,
      context,
      severities,
      ({ facts: { mtls } }) => {
        if (mtls.status !== 'observed') return notAssessed(`client certificates not probed: ${mtls.reason}`)
        const { verdict, evidence: seen } = mtls.value
        switch (verdict) {
          case 'ACCEPTS-UNTRUSTED':
            return fail('accepted', { verdict, seen })
          case 'ENFORCED':
            return pass({ verdict, seen })
          case 'NOT-REQUESTED':
            return notApplicable('no client certificate is requested')
          case 'REQUESTED-ONLY':
          case 'UNKNOWN':
            return notAssessed('whether an untrusted client certificate is refused was not learned')
        }
      },
      'mtls',
    )
  },
})
