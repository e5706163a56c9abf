import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { fail, notAssessed, pass } from '#lib/checks/verdict.ts'
import { valueOf } from '#lib/core/observed.ts'

const severities = {
  heartbleed: 'critical',
  'padding-oracle': 'critical',
  'early-change-cipher-spec': 'high',
  ticketbleed: 'high',
} as const

export const protocolImplementationFlaw = defineEndpointCheck({
  id: 'protocol-implementation-flaw',
  group: 'protocol-and-cipher',
  title: 'TLS implementation with a known flaw',
  why: 'Some flaws of TLS libraries show in what a server answers: it gives away its memory, with private keys in it (Heartbleed, Ticketbleed), helps to decrypt sessions (ROBOT), or takes keys that an attacker knows (early ChangeCipherSpec). Whoever finds one can take on the identity.',
  fix: 'Upgrade the TLS library and restart all that uses it: OpenSSL 1.0.1h or later (Heartbleed, CVE-2014-0160; early ChangeCipherSpec, CVE-2014-0224), F5 BIG-IP by K05121675 or with session tickets off (Ticketbleed, CVE-2016-9244), by the advisory of the maker (ROBOT, robotattack.org) or without RSA key transport (OpenSSL: ciphers with !kRSA). After Heartbleed or Ticketbleed make new keys and revoke the certificates.',
  severities,
  needs: ['posture'],
  references: [
    { label: 'CVE-2014-0160', url: 'https://www.cve.org/CVERecord?id=CVE-2014-0160' },
    { label: 'CVE-2014-0224', url: 'https://www.cve.org/CVERecord?id=CVE-2014-0224' },
    { label: 'CVE-2016-9244', url: 'https://www.cve.org/CVERecord?id=CVE-2016-9244' },
    { label: 'RFC 5246 section 7.4.7.1', url: 'https://www.rfc-editor.org/rfc/rfc5246#section-7.4.7.1' },
  ],
  controls: [
    {
      framework: 'nist-sp-800-53',
      control: 'SI-2',
      relation: 'direct',
      rationale: 'a flaw that a newer release mends',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-8(1)',
      relation: 'direct',
      rationale: 'protection that can be taken off, or around which memory leaks',
    },
    { framework: 'nist-csf', control: 'PR.PS-02', relation: 'direct', rationale: 'software that has to be replaced' },
    {
      framework: 'owasp-nhi',
      control: 'NHI2:2025',
      relation: 'supporting',
      rationale: 'private keys leak from the memory of the server',
    },
  ],
  evaluate: (facts, context) =>
    perAddress(
      facts,
      context,
      severities,
      ({ facts: { flaws } }) => {
        if (flaws.status !== 'observed') return notAssessed(`flaws not asked: ${flaws.reason}`)
        const { heartbleed, rsaPaddingOracle, earlyChangeCipherSpec, ticketbleed } = flaws.value
        const evidence = {
          heartbleed: valueOf(heartbleed),
          rsaPaddingOracle: valueOf(rsaPaddingOracle),
          earlyChangeCipherSpec: valueOf(earlyChangeCipherSpec),
          ticketbleed: valueOf(ticketbleed),
        }
        if (evidence.heartbleed === true) return fail('heartbleed', evidence)
        if (evidence.rsaPaddingOracle === true) return fail('padding-oracle', evidence)
        if (evidence.earlyChangeCipherSpec === true) return fail('early-change-cipher-spec', evidence)
        if (evidence.ticketbleed === true) return fail('ticketbleed', evidence)
        // What is skipped has no place in this server.
        const [unknown] = Object.entries(flaws.value).flatMap(([name, fact]) =>
          fact.status === 'failed' ? [`${name} not learned: ${fact.reason}`] : [],
        )
        return unknown === undefined ? pass(evidence) : notAssessed(unknown)
      },
      'posture',
    ),
})
