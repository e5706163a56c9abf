import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import { valueOf } from '#lib/core/observed.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'

const severities = { accepted: 'low' } as const

/** Those that it shows to the name that it is reached by. */
function ownLeaves({ chain, otherChains }: TlsFacts): readonly string[] {
  const chains = [valueOf(chain) ?? [], ...Object.values(valueOf(otherChains) ?? {})]
  return chains.flatMap(([leaf]) => leaf ?? [])
}

export const sniUnknownNameAccepted = defineEndpointCheck({
  id: 'sni-unknown-name-accepted',
  group: 'protocol-and-cipher',
  title: 'Unknown server name gets a certificate instead of a refusal',
  why: 'A server that answers to any name serves clients that were led astray, and shows who else lives behind its address.',
  fix: 'Refuse names that are not served (nginx: a default server with ssl_reject_handshake on; Apache: SSLStrictSNIVHostCheck on; HAProxy: strict-sni; Envoy: no filter chain without server_names; Traefik: sniStrict: true). Check it with openssl s_client -connect HOST:PORT -servername unknown.invalid, which has to fail.',
  severities,
  needs: ['posture'],
  references: [
    { label: 'RFC 9325 section 3.7', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-3.7' },
    { label: 'RFC 6066 section 3', url: 'https://www.rfc-editor.org/rfc/rfc6066#section-3' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC9325 §3.7',
      relation: 'direct',
      rationale: 'a server that does not recognise the name should fail the handshake',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-23',
      relation: 'direct',
      rationale: 'session with an unintended service',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'AC-4',
      relation: 'supporting',
      rationale: 'flows stay between intended services',
    },
    { framework: 'nist-csf', control: 'PR.AA-03', relation: 'direct', rationale: 'service authentication' },
  ],
  evaluate: (facts, context) =>
    perAddress(
      facts,
      context,
      severities,
      ({ facts: tls }) => {
        const { serverNames } = tls
        if (facts.serverName === '') return notApplicable('it is reached without a server name')
        if (serverNames.status !== 'observed') return notAssessed(`other names not asked: ${serverNames.reason}`)
        const { outcome, detail, chain: shown } = serverNames.value.unknown
        const [leaf] = shown ?? []
        const evidence = { answer: outcome, detail, certificate: leaf ?? null }
        if (leaf !== undefined) {
          return ownLeaves(tls).includes(leaf)
            ? notApplicable('it shows the same certificate to any name')
            : fail('accepted', evidence)
        }
        // A close or a silence may have any cause.
        return outcome === 'alert' ? pass(evidence) : notAssessed(`an unknown name ended with ${outcome}`)
      },
      'posture',
    ),
})
