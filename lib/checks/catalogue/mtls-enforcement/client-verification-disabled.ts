import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { gradeByEnvironment } from '#lib/checks/environment.ts'
import { fail, mostTold, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { production: 'critical', elsewhere: 'high', 'name-unchecked': 'high' } as const

export const clientVerificationDisabled = defineIdentityCheck({
  id: 'client-verification-disabled',
  group: 'mtls-enforcement',
  title: 'A client connects without verifying the server',
  why: 'All that the server proves is lost on a client that does not look: it talks to whoever answers, with its own credentials in hand.',
  fix: "Turn verification on and ship the right anchors instead (curl: no -k, use --cacert; Node.js: no NODE_TLS_REJECT_UNAUTHORIZED=0, use NODE_EXTRA_CA_CERTS; Go: no InsecureSkipVerify, set RootCAs; Python requests: verify='ca.pem'; nginx as a client: proxy_ssl_verify on with proxy_ssl_trusted_certificate and proxy_ssl_name; HAProxy: verify required ca-file ca.pem verifyhost NAME; Envoy: trusted_ca with match_typed_subject_alt_names; PostgreSQL: sslmode=verify-full).",
  severities,
  environmentWeighed: true,
  ofCertificate: false,
  needs: ['declared'],
  references: [
    { label: 'RFC 9525 section 6.6', url: 'https://www.rfc-editor.org/rfc/rfc9525#section-6.6' },
    {
      label: 'OWASP NHI6:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/6-insecure-cloud-deployment-configurations/',
    },
    { label: 'NIST SP 800-53r5 SC-23', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC9525 §6.6',
      relation: 'direct',
      rationale: 'verification must not be disabled by default',
    },
    { framework: 'nist-sp-800-53', control: 'SC-23', relation: 'direct', rationale: 'session authenticity' },
    { framework: 'nist-sp-800-53', control: 'IA-5(2)', relation: 'direct', rationale: 'certificates are validated' },
    { framework: 'nist-sp-800-53', control: 'CM-6', relation: 'supporting', rationale: 'secure settings' },
    { framework: 'nist-csf', control: 'PR.AA-03', relation: 'direct', rationale: 'services are authenticated' },
    { framework: 'nist-csf', control: 'PR.PS-06', relation: 'supporting', rationale: 'secure development practices' },
    { framework: 'nist-sp-800-207', control: 'tenet-2', relation: 'direct', rationale: 'secured communication' },
    {
      framework: 'owasp-nhi',
      control: 'NHI4:2025',
      relation: 'interpretive',
      rationale: 'authentication is switched off',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI6:2025',
      relation: 'interpretive',
      rationale: 'insecure settings in deployment configuration',
    },
  ],
  evaluate: ({ identity }) => {
    const clients = identity.declared?.clients
    if (clients === undefined) return notAssessed('how its clients verify it is not on record')
    if (clients.length === 0) return notApplicable('no client of it is on record')
    const blind = clients.filter(({ verification }) => verification === 'none')
    const nameless = clients.filter(({ verification }) => verification === 'chain-only')
    if (blind.length > 0)
      return fail(gradeByEnvironment(identity), { clients: [...blind, ...nameless].slice(0, mostTold) })
    if (nameless.length > 0) return fail('name-unchecked', { clients: nameless.slice(0, mostTold) })
    return pass({ clients: clients.length })
  },
})
