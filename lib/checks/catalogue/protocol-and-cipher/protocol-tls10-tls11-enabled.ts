import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { speaks } from '#lib/checks/spoken-versions.ts'
import { fail, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { accepted: 'high' } as const

const retired = ['TLSv1', 'TLSv1.1'] as const

export const protocolTls10Tls11Enabled = defineEndpointCheck({
  id: 'protocol-tls10-tls11-enabled',
  group: 'protocol-and-cipher',
  rung: 'encrypted',
  title: 'TLS 1.0 or 1.1 accepted',
  why: 'TLS 1.0 and 1.1 rest on SHA-1 and MD5 and are retired (RFC 8996); a peer that still accepts them can be held at the weaker version.',
  fix: 'Set the minimum version to TLS 1.2 (nginx: ssl_protocols TLSv1.2 TLSv1.3; Apache: SSLProtocol -all +TLSv1.2 +TLSv1.3; HAProxy: ssl-min-ver TLSv1.2; Envoy: tls_minimum_protocol_version TLSv1_2).',
  severities,
  needs: ['posture'],
  references: [
    { label: 'RFC 8996', url: 'https://www.rfc-editor.org/rfc/rfc8996' },
    { label: 'RFC 9325 section 3.1.1', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-3.1.1' },
    { label: 'NIST SP 800-52r2 section 3.1', url: 'https://doi.org/10.6028/NIST.SP.800-52r2' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC8996',
      relation: 'direct',
      rationale: 'TLS 1.0 and 1.1 are deprecated and historic',
    },
    { framework: 'ietf-rfc', control: 'RFC9325 §3.1.1', relation: 'direct', rationale: 'must not negotiate' },
    {
      framework: 'nist-sp-800-52',
      control: '3.1',
      relation: 'direct',
      rationale: 'TLS 1.1 should not, TLS 1.0 shall not be used (government-only)',
    },
    { framework: 'mozilla-tls', control: 'intermediate', relation: 'direct', rationale: 'TLS 1.2 is the floor' },
    { framework: 'nist-sp-800-53', control: 'SC-8(1)', relation: 'direct', rationale: 'cryptographic protection' },
    { framework: 'nist-sp-800-53', control: 'SC-13', relation: 'direct', rationale: 'approved cryptography' },
    { framework: 'nist-csf', control: 'PR.DS-02', relation: 'direct', rationale: 'data in transit' },
    { framework: 'nist-sp-800-207', control: 'tenet-2', relation: 'direct', rationale: 'secured communication' },
    { framework: 'pci-dss', control: '4.2.1', relation: 'direct', rationale: 'no insecure versions or fallback' },
    { framework: 'pci-dss', control: '12.3.3', relation: 'direct', rationale: 'protocols in use are reviewed' },
    { framework: 'owasp-nhi', control: 'NHI4:2025', relation: 'interpretive', rationale: 'deprecated method' },
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
