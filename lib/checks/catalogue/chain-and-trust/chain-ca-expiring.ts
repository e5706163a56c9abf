import { defineEndpointCheck, type Verdict } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { pathsOf, trustOf } from '#lib/checks/trust.ts'
import { validityOf } from '#lib/checks/validity.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import type { Certificate } from '#lib/x509/certificate.ts'

const severities = { 'before-leaf': 'high', soon: 'high', planning: 'low' } as const

export const chainCaExpiring = defineEndpointCheck({
  id: 'chain-ca-expiring',
  group: 'chain-and-trust',
  title: 'A CA certificate in the path ends before the leaf, or soon',
  why: 'When a CA certificate ends, every identity below it ends with it, whatever their own dates say.',
  fix: "Plan the rollover of the CA: issue the next intermediate, cross-sign where clients lag, and renew the leaves under it before the old one ends (cert-manager: renew the CA's Certificate, then cmctl renew --all; SPIRE: spire-server localauthority x509 prepare, then activate; Vault: vault write pki/root/rotate/internal). See what each certificate of the chain has left with openssl s_client -connect HOST:PORT -showcerts and openssl x509 -noout -subject -enddate.",
  severities,
  needs: ['handshake', 'trust'],
  references: [
    { label: 'RFC 5280 section 4.1.2.5', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5' },
    { label: 'NIST SP 800-53r5 SC-12(1)', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'nist-sp-800-53',
      control: 'SC-12(1)',
      relation: 'supporting',
      rationale: 'availability of keys after loss or expiry is planned',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-17',
      relation: 'direct',
      rationale: 'CA certificates are part of the managed PKI',
    },
    {
      framework: 'nist-csf',
      control: 'ID.AM-08',
      relation: 'supporting',
      rationale: 'assets are managed through their life cycle',
    },
    { framework: 'nist-csf', control: 'PR.AA-01', relation: 'direct', rationale: 'credentials are managed' },
    {
      framework: 'ietf-rfc',
      control: 'RFC5280 §4.1.2.5',
      relation: 'direct',
      rationale: 'validity applies to every certificate in the path',
    },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf, address) => {
      const trust = trustOf(facts, address)
      if (!trust.known) return notAssessed(trust.reason)
      const paths = pathsOf(trust.opinion, address, context.now)
      const above = paths.map(({ sha256, certificates }) => ({
        complete: certificates.length === sha256.length,
        authorities: certificates.filter((certificate) => certificate.sha256 !== leaf.sha256),
      }))
      if (above.length === 0) return notApplicable('no path to an anchor')
      if (above.some(({ complete, authorities }) => complete && authorities.length === 0))
        return notApplicable('the leaf is an anchor itself')
      const known = above.filter(({ authorities }) => authorities.length > 0)
      if (known.length === 0) return notAssessed('the certificates of the path are not on record')
      // What lives longest counts: identities below end with the last of their paths.
      const verdicts = known
        .map(({ authorities }) => judgePath(authorities, leaf, address.chain, context.now))
        .toSorted((one, other) => rank(one) - rank(other) || endOf(other) - endOf(one))
      return verdicts[0] ?? notApplicable('no path to an anchor')
    }),
})

type CaVerdict = Verdict<keyof typeof severities>

/** By the CA of a path that is worst: one that is ending, or the next of which that is to be said. */
function judgePath(
  authorities: readonly Certificate[],
  leaf: Certificate,
  sent: readonly Certificate[],
  now: Date,
): CaVerdict {
  const verdicts = authorities
    .toSorted((one, other) => planAt(one).getTime() - planAt(other).getTime())
    .map((authority) => judge(authority, leaf, sent.includes(authority), now))
  return verdicts.toSorted((one, other) => rank(other) - rank(one))[0] ?? notApplicable('no CA in the path')
}

function rank(verdict: CaVerdict): number {
  if (verdict.outcome !== 'fail') return 0
  return verdict.grade === 'planning' ? 1 : 2
}

/** When the CA that the verdict speaks of ends. */
function endOf(verdict: CaVerdict): number {
  return 'evidence' in verdict ? Date.parse(String(verdict.evidence.notAfter)) : 0
}

/** Shares of the CA's own life: a tenth is soon, a fifth is the time to plan. */
function judge(authority: Certificate, leaf: Certificate, sent: boolean, now: Date): CaVerdict {
  const period = validityOf(authority)
  const evidence = {
    authority: authority.subject,
    sha256: authority.sha256,
    sent,
    notAfter: authority.notAfter,
    leafNotAfter: leaf.notAfter,
  }
  if (period.notAfter < validityOf(leaf).notAfter) return fail('before-leaf', evidence)
  const soonAt = period.instantAtShareLeft(0.1)
  const plan = planAt(authority)
  if (soonAt <= now) return fail('soon', evidence)
  return plan <= now ? fail('planning', evidence, soonAt) : pass(evidence, plan)
}

function planAt(authority: Certificate): Date {
  return validityOf(authority).instantAtShareLeft(0.2)
}
