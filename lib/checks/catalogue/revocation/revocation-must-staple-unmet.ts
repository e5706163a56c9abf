import { defineEndpointCheck } from '#lib/checks/contract.ts'
import type { EndpointFacts } from '#lib/checks/facts.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import { sha256Hex } from '#lib/core/ids.ts'

const severities = { unmet: 'high', unusable: 'high', 'without-responder': 'medium' } as const

export const revocationMustStapleUnmet = defineEndpointCheck({
  id: 'revocation-must-staple-unmet',
  group: 'revocation',
  title: 'Must-staple certificate served without a staple',
  why: 'The certificate promises a stapled response: clients that keep to it refuse the connection.',
  fix: 'Turn stapling on (nginx: ssl_stapling on with a resolver; Apache: SSLUseStapling on with SSLStaplingCache; HAProxy: ocsp-update on; Envoy: ocsp_staple_policy MUST_STAPLE), or reissue without the TLS feature extension, now that CAs give responders up. Check it with openssl s_client -connect HOST:PORT -status.',
  severities,
  needs: ['handshake', 'revocation'],
  references: [
    { label: 'RFC 7633', url: 'https://www.rfc-editor.org/rfc/rfc7633' },
    { label: 'RFC 6066 section 8', url: 'https://www.rfc-editor.org/rfc/rfc6066#section-8' },
  ],
  controls: [
    { framework: 'ietf-rfc', control: 'RFC7633', relation: 'direct', rationale: 'the extension promises a staple' },
    { framework: 'ietf-rfc', control: 'RFC6960', relation: 'direct', rationale: 'the stapled response' },
    {
      framework: 'nist-sp-800-52',
      control: '3.4.1',
      relation: 'direct',
      rationale: 'certificate status request extension',
    },
    { framework: 'nist-sp-800-53', control: 'IA-5(2)', relation: 'direct', rationale: 'status information' },
    {
      framework: 'nist-csf',
      control: 'PR.DS-02',
      relation: 'direct',
      rationale: 'availability of protected transport',
    },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, ({ mustStaple, ocspUrls, sha256 }, { ip, audience, facts: { ocspStaple } }) => {
      if (!mustStaple) return notApplicable('the certificate does not promise a staple')
      if (audience !== 'all') return notAssessed('staples are kept of the main certificate alone')
      if (ocspStaple.status !== 'observed') return notAssessed(`staple not seen: ${ocspStaple.reason}`)
      const evidence = { stapled: ocspStaple.value !== null, ocspUrls }
      if (ocspStaple.value !== null) {
        const fault = stapleFault(facts, ip, { sha256, staple: ocspStaple.value })
        return fault === null ? pass(evidence) : fail('unusable', { ...evidence, fault })
      }
      return fail(ocspUrls.length === 0 ? 'without-responder' : 'unmet', evidence)
    }),
})

/** What a verifier said against the staple when it was seen; null where it was sound, or nobody looked. */
function stapleFault(
  { addresses }: EndpointFacts,
  ip: string,
  { sha256, staple }: { readonly sha256: string; readonly staple: string },
): string | null {
  const known = addresses.find((address) => address.ip === ip)?.latest?.revocation?.get(sha256) ?? []
  const hash = sha256Hex(Buffer.from(staple, 'base64'))
  const said = known.find(({ source, evidenceSha256 }) => source === 'staple' && evidenceSha256 === hash)
  return said?.status === 'unknown' ? said.reason : null
}
