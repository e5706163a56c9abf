import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { gradeByEnvironment } from '#lib/checks/environment.ts'
import { confirmedByLastAttempt, deniesTls, describeLastAttempt, staleAt } from '#lib/checks/freshness.ts'
import { overAddresses } from '#lib/checks/per-address.ts'
import { fail, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { production: 'critical', elsewhere: 'high' } as const

export const protocolPlaintextExposed = defineEndpointCheck({
  id: 'protocol-plaintext-exposed',
  group: 'protocol-and-cipher',
  rung: 'encrypted',
  rungRole: 'breaks',
  title: 'Service answers without encryption',
  why: "Without TLS nothing is proven and everything is readable: secrets sent here are anybody's on the way.",
  fix: 'Turn TLS on and close the plain port (Postfix: smtpd_tls_security_level = encrypt; PostgreSQL: ssl = on with hostssl lines alone; MySQL: require_secure_transport = ON). Internal networks are not exempt.',
  severities,
  environmentWeighed: true,
  ofCertificate: false,
  needs: ['handshake', 'inventory'],
  references: [
    { label: 'RFC 9325 section 3.2', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-3.2' },
    {
      label: 'OWASP NHI2:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/2-secret-leakage/',
    },
    { label: 'NIST SP 800-207 section 2.1 tenet 2', url: 'https://doi.org/10.6028/NIST.SP.800-207' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC9325 §3.2',
      relation: 'direct',
      rationale: 'strict TLS; prefer TLS-only ports',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-8',
      relation: 'direct',
      rationale: 'confidentiality and integrity of transmission',
    },
    { framework: 'nist-sp-800-53', control: 'SC-8(1)', relation: 'direct', rationale: 'cryptographic protection' },
    { framework: 'nist-sp-800-53', control: 'AC-17(2)', relation: 'direct', rationale: 'remote access is encrypted' },
    { framework: 'nist-csf', control: 'PR.DS-02', relation: 'direct', rationale: 'data in transit' },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-2',
      relation: 'direct',
      rationale: 'secured regardless of network location',
    },
    { framework: 'pci-dss', control: '4.2.1', relation: 'direct', rationale: 'strong cryptography' },
    {
      framework: 'owasp-nhi',
      control: 'NHI2:2025',
      relation: 'direct',
      rationale: 'secrets cross the network in the clear',
    },
  ],
  evaluate: (facts, context) =>
    overAddresses(facts, severities, (address) => {
      const { lastOutcome, latest } = address
      if (deniesTls(lastOutcome))
        return fail(gradeByEnvironment(facts.identity), { answer: 'STARTTLS refused', reply: lastOutcome.reply })
      if (lastOutcome.kind === 'not-tls')
        return fail(gradeByEnvironment(facts.identity), { answer: 'not TLS', detail: lastOutcome.detail })
      if (latest === null || !confirmedByLastAttempt(address, facts))
        return notAssessed(`last attempt ended with ${describeLastAttempt(address, facts)}`)
      const stale = staleAt(latest.lastSeenAt, context.policy)
      if (stale <= context.now) return notAssessed('stale: not seen within three scan intervals')
      if (facts.transport === 'tls') return pass({ answer: 'TLS from the first byte' }, stale)
      return notAssessed('whether commands are accepted before STARTTLS was not probed')
    }),
})
