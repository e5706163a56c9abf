import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { speaks } from '#lib/checks/spoken-versions.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { accepted: 'low' } as const

export const protocolEarlyDataAccepted = defineEndpointCheck({
  id: 'protocol-early-data-accepted',
  group: 'protocol-and-cipher',
  title: 'Early data (0-RTT) accepted without a replay-safe profile',
  why: 'Early data can be replayed by whoever records it: a request that changes something may run twice.',
  fix: 'Turn it off (nginx: ssl_early_data off; HAProxy: without allow-0rtt; Envoy: no session tickets with early data; OpenSSL: max_early_data 0), unless every request that it may carry can be repeated without harm: then let the application answer 425 to all others by the Early-Data header.',
  severities,
  needs: ['posture'],
  references: [
    { label: 'RFC 9325 section 3.10', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-3.10' },
    { label: 'RFC 8446 section 8', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-8' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC9325 §3.10',
      relation: 'direct',
      rationale: 'avoid unless a specification covers it',
    },
    { framework: 'ietf-rfc', control: 'RFC9846', relation: 'direct', rationale: '0-RTT replay properties' },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-23',
      relation: 'direct',
      rationale: 'session authenticity against replay',
    },
    { framework: 'nist-csf', control: 'PR.DS-02', relation: 'direct', rationale: 'integrity in transit' },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-3',
      relation: 'supporting',
      rationale: 'each session is evaluated',
    },
  ],
  evaluate: (facts, context) =>
    perAddress(
      facts,
      context,
      severities,
      ({ facts: tls }) => {
        if (speaks(tls, 'TLSv1.3') === false) return notApplicable('TLS 1.3 is not spoken')
        if (tls.features.status !== 'observed') return notAssessed(`features not asked: ${tls.features.reason}`)
        const { earlyDataBytes } = tls.features.value
        if (earlyDataBytes.status !== 'observed')
          return notAssessed(`early data was not learned: ${earlyDataBytes.reason}`)
        const evidence = { maxEarlyDataBytes: earlyDataBytes.value }
        return (earlyDataBytes.value ?? 0) > 0 ? fail('accepted', evidence) : pass(evidence)
      },
      'posture',
    ),
})
