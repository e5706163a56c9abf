import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { speaks } from '#lib/checks/spoken-versions.ts'
import { fail, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { accepted: 'critical' } as const

const retired = ['SSLv2', 'SSLv3'] as const

export const protocolSslEnabled = defineEndpointCheck({
  id: 'protocol-ssl-enabled',
  group: 'protocol-and-cipher',
  rung: 'encrypted',
  rungRole: 'breaks',
  title: 'SSL 2.0 or 3.0 accepted',
  why: 'SSL 3.0 can be decrypted by a man in the middle (POODLE); a server that speaks SSL 2.0 puts every session under the same key at risk (DROWN).',
  fix: "Disable it (nginx: ssl_protocols TLSv1.2 TLSv1.3; Apache: SSLProtocol -all +TLSv1.2 +TLSv1.3; HAProxy: ssl-min-ver TLSv1.2; Postfix: smtpd_tls_protocols = >=TLSv1.2; IIS: the SCHANNEL key SSL 3.0 with Enabled 0); where the stack can't, upgrade it, or put a terminator in front of it.",
  severities,
  needs: ['posture'],
  references: [
    { label: 'RFC 9325 section 3.1.1', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-3.1.1' },
    { label: 'NIST SP 800-52r2 section 3.1', url: 'https://doi.org/10.6028/NIST.SP.800-52r2' },
    {
      label: 'OWASP NHI4:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/4-insecure-authentication/',
    },
  ],
  controls: [
    { framework: 'ietf-rfc', control: 'RFC9325 §3.1.1', relation: 'direct', rationale: 'must not negotiate SSL' },
    { framework: 'nist-sp-800-52', control: '3.1', relation: 'direct', rationale: 'shall not use SSL 2.0 or 3.0' },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-8(1)',
      relation: 'direct',
      rationale: 'cryptographic protection in transit',
    },
    { framework: 'nist-sp-800-53', control: 'SC-8', relation: 'direct', rationale: 'confidentiality and integrity' },
    { framework: 'nist-csf', control: 'PR.DS-02', relation: 'direct', rationale: 'data in transit' },
    { framework: 'nist-sp-800-207', control: 'tenet-2', relation: 'direct', rationale: 'all communication is secured' },
    { framework: 'pci-dss', control: '4.2.1', relation: 'direct', rationale: 'secure versions only, no fallback' },
    {
      framework: 'owasp-nhi',
      control: 'NHI4:2025',
      relation: 'interpretive',
      rationale: 'obsolete protocol used to authenticate services',
    },
  ],
  evaluate: (facts, context) =>
    perAddress(
      facts,
      context,
      severities,
      ({ facts: tls }) => {
        const accepted = retired.filter((version) => speaks(tls, version) === true)
        if (accepted.length > 0) return fail('accepted', { accepted })
        const unknown = retired.filter((version) => speaks(tls, version) === null)
        return unknown.length === 0 ? pass({ refused: retired }) : notAssessed(`no answer for ${unknown.join(', ')}`)
      },
      'posture',
    ),
})
