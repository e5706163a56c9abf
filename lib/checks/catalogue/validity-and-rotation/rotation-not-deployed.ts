import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { servedChains } from '#lib/checks/served-chains.ts'
import { validityOf } from '#lib/checks/validity.ts'
import { fail, notApplicable, pass } from '#lib/checks/verdict.ts'
import type { Certificate } from '#lib/x509/certificate.ts'

const severities = { 'near-expiry': 'high', stale: 'medium' } as const

export const rotationNotDeployed = defineEndpointCheck({
  id: 'rotation-not-deployed',
  group: 'validity-and-rotation',
  title: 'A backend still serves a replaced certificate',
  why: 'The newer certificate exists, so everybody thinks that the rotation is done, while part of the clients still meet the old one until it ends.',
  fix: 'Reload or redeploy the stale backend (nginx -s reload; systemctl reload haproxy; kubectl rollout restart) and make the renewal hook reach every backend (certbot: --deploy-hook; cert-manager: a reloader on the Secret; Envoy: SDS). Look at each with openssl s_client -connect IP:PORT -servername NAME.',
  rotationSign: 'not-deployed',
  severities,
  needs: ['handshake', 'history'],
  parameters: ['expiryUrgentShare'],
  references: [
    { label: 'RFC 9325 section 3.9', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-3.9' },
    { label: 'NIST SP 1800-16', url: 'https://doi.org/10.6028/NIST.SP.1800-16' },
    { label: 'NIST SP 800-53r5 CM-3', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'nist-sp-1800-16',
      control: 'Vol-B',
      relation: 'direct',
      rationale: 'replacement has to be verified as deployed',
    },
    {
      framework: 'ietf-rfc',
      control: 'RFC9325 §3.9',
      relation: 'direct',
      rationale: 'all servers of a service give equivalent security',
    },
    { framework: 'nist-sp-800-53', control: 'CM-3', relation: 'supporting', rationale: 'changes are carried through' },
    { framework: 'nist-sp-800-53', control: 'CM-6', relation: 'supporting', rationale: 'settings are monitored' },
    { framework: 'nist-csf', control: 'PR.PS-01', relation: 'supporting', rationale: 'configuration management' },
    {
      framework: 'nist-csf',
      control: 'DE.CM-09',
      relation: 'supporting',
      rationale: 'runtime environments are monitored',
    },
  ],
  evaluate: (facts, context) => {
    const served = facts.addresses.flatMap(({ ip, latest }) =>
      latest === null
        ? []
        : servedChains(latest, facts).flatMap(({ leaf, audience }) => (leaf === null ? [] : [{ ip, leaf, audience }])),
    )
    if (facts.addresses.length === 1) return notApplicable('one address alone')
    const replaced = new Map(facts.rotations.map(({ previousSha256, nextSha256 }) => [previousSha256, nextSha256]))
    return perLeaf(facts, context, severities, (leaf, { audience }) => {
      // What clients without a server name get may be a certificate of another kind by intent.
      const alike = served.filter((other) => (other.audience === 'nameless') === (audience === 'nameless'))
      const newer = alike.find((other) => supersedes(other.leaf, leaf, replaced, facts.identity?.kind === 'spiffe'))
      if (newer === undefined) return pass({ addresses: new Set(served.map(({ ip }) => ip)).size })
      const evidence = {
        notAfter: leaf.notAfter,
        newer: { ip: newer.ip, sha256: newer.leaf.sha256, notBefore: newer.leaf.notBefore },
      }
      const urgentAt = validityOf(leaf).instantAtShareLeft(context.policy.expiryUrgentShare)
      return urgentAt <= context.now ? fail('near-expiry', evidence) : fail('stale', evidence, urgentAt)
    })
  },
})

/**
 * Newer, for the same kind of key: an RSA and an ECDSA certificate stand side by side by intent. Each replica of a
 * workload has an SVID of its own, so there only a rotation that was seen tells old from new.
 */
function supersedes(
  candidate: Certificate,
  leaf: Certificate,
  replaced: ReadonlyMap<string, string>,
  workload: boolean,
): boolean {
  if (candidate.sha256 === leaf.sha256 || candidate.publicKey.algorithm !== leaf.publicKey.algorithm) return false
  if (replaced.get(leaf.sha256) === candidate.sha256) return true
  return !workload && validityOf(candidate).notBefore > validityOf(leaf).notBefore
}
