import { acceptedSuites, protectsNothing } from '#lib/checks/accepted-suites.ts'
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
  fix: 'Remove the suites (nginx, Apache and HAProxy: append !aNULL:!eNULL:!EXPORT to the cipher list, or take ECDHE+AESGCM:ECDHE+CHACHA20 alone; Postfix: smtpd_tls_exclude_ciphers = aNULL, eNULL, EXPORT; Java: jdk.tls.disabledAlgorithms=NULL, anon, EXPORT). Check it with openssl s_client -connect HOST:PORT -tls1_2 -cipher aNULL:eNULL:@SECLEVEL=0, which has to fail.',
  severities,
  needs: ['posture'],
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
    perAddress(
      facts,
      context,
      severities,
      ({ facts: tls }) => {
        const { suites, missing } = acceptedSuites(tls)
        const accepted = suites.filter(protectsNothing).map(({ name }) => name)
        if (accepted.length > 0) return fail('accepted', { accepted })
        return missing === null ? pass({ suites: suites.length }) : notAssessed(missing)
      },
      'posture',
    ),
})
