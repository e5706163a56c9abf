import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { issuerIn, trustOf } from '#lib/checks/trust.ts'
import { fail, notAssessed, pass } from '#lib/checks/verdict.ts'
import type { Certificate } from '#lib/x509/certificate.ts'

const severities = { incomplete: 'medium' } as const

export const chainIncomplete = defineEndpointCheck({
  id: 'chain-incomplete',
  group: 'chain-and-trust',
  title: 'Server sends an incomplete chain',
  why: 'Clients that fetch or cache nothing, as most service clients do, cannot build a path and fail, or are told to skip verification.',
  fix: 'Configure the full chain, leaf first, then each intermediate (nginx: ssl_certificate fullchain.pem; Apache: SSLCertificateFile fullchain.pem; HAProxy: all of it in the crt file, key included; Envoy: certificate_chain; cert-manager writes it into tls.crt by itself). Check it with openssl s_client -connect HOST:PORT -showcerts (it lists what is sent).',
  severities,
  needs: ['handshake', 'trust'],
  references: [
    { label: 'RFC 5280 section 6.1', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-6.1' },
    { label: 'NIST SP 800-53r5 IA-5(2)', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'ietf-rfc', control: 'RFC5280 §6.1', relation: 'direct', rationale: 'a path must be constructible' },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5(2)',
      relation: 'direct',
      rationale: 'certificates are validated by building a path to a trust anchor',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-17',
      relation: 'direct',
      rationale: 'public key certificates are usable by relying parties',
    },
    {
      framework: 'nist-csf',
      control: 'PR.DS-02',
      relation: 'direct',
      rationale: 'data-in-transit protection fails or is bypassed when validation breaks',
    },
    { framework: 'pci-dss', control: '4.2.1', relation: 'direct', rationale: 'certificates are confirmed as valid' },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf, address) => {
      const trust = trustOf(facts, address)
      const sent = address.chain.map(({ subject, sha256 }) => ({ subject, sha256 }))
      if (trust.known && trust.opinion.pathFound) {
        const missing = notSent(trust.opinion.path, sent)
        return missing.length === 0 ? pass({ sent }) : fail('incomplete', { sent, missing })
      }
      const top = topOf(address.chain, leaf)
      if (top.selfSigned) return pass({ sent })
      if (!trust.known) return notAssessed(trust.reason)
      // The issuer is neither sent nor an anchor. A leaf alone lacks its intermediate; above an intermediate it may as
      // well be a root that the store does not hold, which another check judges.
      if (top.sha256 !== leaf.sha256)
        return notAssessed(`the issuer of ${top.subject} may be a missing intermediate or an unknown root`)
      return fail('incomplete', { sent, missingIssuer: top.issuer })
    }),
})

/** Issuers between leaf and anchor that the path needs and the server leaves for its clients to find. */
function notSent(path: readonly string[], sent: readonly { readonly sha256: string }[]): readonly string[] {
  return path.slice(1, -1).filter((hash) => !sent.some(({ sha256 }) => sha256 === hash))
}

/** The last certificate that can be reached from the leaf by issuers among those sent. */
function topOf(chain: readonly Certificate[], leaf: Certificate): Certificate {
  let top = leaf
  for (let steps = 0; steps < chain.length; steps += 1) {
    const issuer = issuerIn(chain, top)
    if (issuer === null) return top
    top = issuer
  }
  return top
}
