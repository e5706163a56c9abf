import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { fail, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { accepted: 'critical' } as const

export const cipherNullAnonymousExport = defineEndpointCheck({
  id: 'cipher-null-anonymous-export',
  group: 'protocol-and-cipher',
  rung: 'encrypted',
  rungRole: 'breaks',
  title: 'NULL, anonymous or export cipher suites accepted',
  why: 'Such a session is unencrypted, unauthenticated or breakable within minutes: it proves and hides nothing.',
  fix: 'Remove the suites (OpenSSL: append !aNULL:!eNULL:!EXPORT to the cipher list; Java: jdk.tls.disabledAlgorithms=NULL, anon, EXPORT).',
  severities,
  references: [
    { label: 'RFC 9325 section 4.1', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-4.1' },
    { label: 'NIST SP 800-52r2 section 3.3.1', url: 'https://doi.org/10.6028/NIST.SP.800-52r2' },
    {
      label: 'OWASP NHI4:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/4-insecure-authentication/',
    },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC9325 §4.1',
      relation: 'direct',
      rationale: 'NULL must not; below 112 bits must not',
    },
    { framework: 'nist-sp-800-52', control: '3.3.1', relation: 'direct', rationale: 'only listed suites' },
    { framework: 'nist-sp-800-53', control: 'SC-8(1)', relation: 'direct', rationale: 'cryptographic protection' },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-23',
      relation: 'direct',
      rationale: 'anonymous key exchange proves no peer',
    },
    { framework: 'nist-csf', control: 'PR.DS-02', relation: 'direct', rationale: 'data in transit' },
    { framework: 'pci-dss', control: '4.2.1', relation: 'direct', rationale: 'insecure algorithms' },
    { framework: 'owasp-nhi', control: 'NHI4:2025', relation: 'interpretive', rationale: 'no authentication at all' },
  ],
  evaluate: (facts, context) =>
    perAddress(facts, context, severities, ({ facts: { cipherSuite, versions } }) => {
      if (cipherSuite.status !== 'observed') return notAssessed(`no suite negotiated: ${cipherSuite.reason}`)
      const { name } = cipherSuite.value
      if (/_NULL_|_anon_|_EXPORT_/.test(name)) return fail('accepted', { accepted: [name] })
      const probed = versions.status === 'observed' ? versions.value : {}
      const refused = (['TLSv1', 'TLSv1.1', 'TLSv1.2'] as const).every((version) => {
        const answer = probed[version]
        return answer?.status === 'observed' && !answer.value
      })
      const sslAccepted = probed.SSLv3?.status === 'observed' && probed.SSLv3.value
      // TLS 1.3 has no such suites; below it the list that a server accepts has to be enumerated.
      return refused && !sslAccepted
        ? pass({ negotiated: name, accepts: 'TLS 1.3 alone' })
        : notAssessed('the accepted suites were not enumerated')
    }),
})
