import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { gradeByEnvironment } from '#lib/checks/environment.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import type { MtlsFact } from '#lib/tls/observation.ts'

const severities = { production: 'critical', elsewhere: 'high', optional: 'high' } as const

export const mtlsNotEnforced = defineEndpointCheck({
  id: 'mtls-not-enforced',
  group: 'mtls-enforcement',
  rung: 'mutual',
  title: 'Client certificate not required where the policy demands it',
  why: 'TLS proves the server to the client alone. Without a required client certificate anybody who reaches the port is a peer.',
  fix: 'Require it and fail closed (nginx: ssl_verify_client on; Apache: SSLVerifyClient require; HAProxy: verify required ca-file clients-ca.pem; Envoy: require_client_certificate: true; Istio: PeerAuthentication with mode STRICT; Go: tls.RequireAndVerifyClientCert; PostgreSQL: clientcert=verify-full). Check it with openssl s_client -connect HOST:PORT without -cert, then a request: it has to be refused.',
  severities,
  environmentWeighed: true,
  needs: ['clients', 'inventory'],
  parameters: ['mtls'],
  references: [
    { label: 'NIST SP 800-52r2 section 3.5', url: 'https://doi.org/10.6028/NIST.SP.800-52r2' },
    {
      label: 'OWASP NHI4:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/4-insecure-authentication/',
    },
    { label: 'NIST SP 800-207 section 2.1 tenet 2', url: 'https://doi.org/10.6028/NIST.SP.800-207' },
  ],
  controls: [
    {
      framework: 'nist-sp-800-53',
      control: 'IA-3(1)',
      relation: 'direct',
      rationale: 'cryptographic bidirectional authentication',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-9',
      relation: 'direct',
      rationale: 'services authenticate before communication',
    },
    { framework: 'nist-sp-800-53', control: 'IA-3', relation: 'direct', rationale: 'devices authenticate' },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-23',
      relation: 'direct',
      rationale: 'session authenticity in both directions',
    },
    { framework: 'nist-csf', control: 'PR.AA-03', relation: 'direct', rationale: 'services are authenticated' },
    { framework: 'nist-sp-800-207', control: 'tenet-2', relation: 'direct', rationale: 'location gives no trust' },
    { framework: 'nist-sp-800-207', control: 'tenet-6', relation: 'supporting', rationale: 'enforced before access' },
    {
      framework: 'owasp-nhi',
      control: 'NHI4:2025',
      relation: 'interpretive',
      rationale: 'callers are not strongly authenticated',
    },
    { framework: 'nist-sp-800-52', control: '3.5', relation: 'direct', rationale: 'client authentication rules' },
  ],
  evaluate: (facts, context) => {
    const { mtls: expected } = context.policy
    if (expected === null) return notAssessed('nobody has said whether clients must prove themselves')
    if (expected !== 'required') return notApplicable('the policy does not require client certificates')
    const grade = gradeByEnvironment(facts.identity)
    return perAddress(
      facts,
      context,
      severities,
      ({ facts: { mtls, clientCertificateRequested: requested } }) => {
        const verdict = mtls.status === 'observed' ? mtls.value.verdict : 'UNKNOWN'
        const evidence = { verdict, seen: mtls.status === 'observed' ? mtls.value.evidence : [] }
        switch (verdict) {
          case 'ENFORCED':
            return pass(evidence)
          case 'REQUESTED-ONLY':
            return fail('optional', evidence)
          case 'ACCEPTS-UNTRUSTED':
          case 'NOT-REQUESTED':
            return fail(grade, evidence)
          case 'UNKNOWN':
            // One got in without a certificate, whatever becomes of others.
            if (mtls.status === 'observed' && servesAnybody(mtls.value)) return fail('optional', evidence)
            if (requested.status !== 'observed')
              return notAssessed(`not seen whether a client certificate is requested: ${requested.reason}`)
            if (requested.value)
              return notAssessed('a client certificate is requested; whether it is required was not probed')
            // Some servers ask in the session, by TLS 1.3's own way or by a new handshake.
            return notAssessed(
              'no client certificate is requested in the handshake; whether one is after it was not learned',
            )
        }
      },
      'mtls',
    )
  },
})

function servesAnybody({ probes = [] }: MtlsFact): boolean {
  return probes.some(({ client, treatment }) => client === 'none' && treatment === 'served')
}
