import { defineIdentityCheck } from '#lib/checks/contract.ts'
import type { IdentityFacts, IssuedFact } from '#lib/checks/facts.ts'
import type { EffectivePolicy } from '#lib/checks/policy.ts'
import { rotationDue } from '#lib/checks/rotation-due.ts'
import { passWhileAllServed, servedLeavesOf } from '#lib/checks/served.ts'
import { validityOf } from '#lib/checks/validity.ts'
import { fail, notApplicable, notAssessed } from '#lib/checks/verdict.ts'
import { secondMs } from '#lib/core/time.ts'
import type { Certificate } from '#lib/x509/certificate.ts'

const severities = { urgent: 'high', waiting: 'medium' } as const

/** The share of its life within which a new certificate ought to be in use, and the scan interval where that is longer. */
const graceShare = 0.05

export const rotationIssuedNotServed = defineIdentityCheck({
  id: 'rotation-issued-not-served',
  group: 'validity-and-rotation',
  title: 'A certificate was issued and nobody serves it',
  why: 'The renewal looks done to whoever ordered it, while every client still meets the old certificate; it is found out when that one ends.',
  fix: 'Install the new certificate and reload the service (nginx -s reload; systemctl reload haproxy; kubectl rollout restart), and let the renewal end with a look at what is served (certbot --deploy-hook; cert-manager: a reloader on the Secret).',
  rotationSign: 'not-served',
  severities,
  needs: ['handshake', 'history', 'issued'],
  parameters: ['scanIntervalSeconds', 'rotationIntervalSeconds', 'expiryUrgentShare'],
  references: [
    { label: 'NIST SP 1800-16', url: 'https://doi.org/10.6028/NIST.SP.1800-16' },
    {
      label: 'OWASP NHI7:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/7-long-lived-secrets/',
    },
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
      framework: 'owasp-nhi',
      control: 'NHI7:2025',
      relation: 'supporting',
      rationale: 'the old secret stays in use after its rotation',
    },
    { framework: 'nist-sp-800-53', control: 'CM-3', relation: 'supporting', rationale: 'changes are carried through' },
    { framework: 'nist-sp-800-53', control: 'SC-12', relation: 'supporting', rationale: 'key life cycle is managed' },
    { framework: 'nist-csf', control: 'PR.PS-01', relation: 'supporting', rationale: 'configuration management' },
  ],
  evaluate: (facts, context) => {
    if (facts.issued === undefined) return notAssessed('nobody looked up what was issued for it')
    const served = servedLeavesOf(facts)
    if (served.length === 0) return notAssessed('no certificate of this identity was seen yet')
    const usable = facts.issued.filter(({ certificate }) => isUsable(certificate, context.now))
    if (usable.length === 0) return notApplicable('no certificate that is valid now is on record as issued for it')
    const waiting = usable.filter((issued) => isNewer(issued, served))
    const late = waiting.filter(({ certificate }) => graceEnd(certificate, context.policy) <= context.now)
    const [newest] = late.toSorted(
      (a, b) => +validityOf(b.certificate).notBefore - +validityOf(a.certificate).notBefore,
    )
    if (newest === undefined) {
      const ends = waiting.map(({ certificate }) => graceEnd(certificate, context.policy).getTime())
      const next = ends.length === 0 ? undefined : new Date(Math.min(...ends))
      return passWhileAllServed(facts, context, { issued: usable.length, waiting: waiting.length }, next)
    }
    const { certificate, sources } = newest
    const evidence = {
      issuedSha256: certificate.sha256,
      issuedNotBefore: certificate.notBefore,
      toldBy: sources,
      notServed: late.length,
      certificateSha256: served.map(({ sha256 }) => sha256),
    }
    const dueAt = firstDue(facts, served, context.policy)
    return dueAt <= context.now ? fail('urgent', evidence) : fail('waiting', evidence, dueAt)
  },
})

function isUsable(certificate: Certificate, now: Date): boolean {
  const { notBefore, endsAt } = validityOf(certificate)
  return certificate.basicConstraints?.ca !== true && notBefore <= now && now < endsAt
}

/**
 * Never seen served, and newer than everything of its kind of key that is. A CT log may hold the precertificate, which
 * has the serial number of the one that is served (RFC 6962 3.1).
 */
function isNewer({ certificate, seenServed }: IssuedFact, served: readonly Certificate[]): boolean {
  if (seenServed) return false
  const twin = (leaf: Certificate) =>
    leaf.sha256 === certificate.sha256 ||
    (leaf.serial === certificate.serial && leaf.issuerNameSha256 === certificate.issuerNameSha256)
  if (served.some(twin)) return false
  const alike = served.filter((leaf) => leaf.publicKey.algorithm === certificate.publicKey.algorithm)
  const rivals = alike.length === 0 ? served : alike
  return rivals.every((leaf) => validityOf(leaf).notBefore < validityOf(certificate).notBefore)
}

function graceEnd(certificate: Certificate, policy: EffectivePolicy): Date {
  const { notBefore, lifetimeMs } = validityOf(certificate)
  return new Date(notBefore.getTime() + Math.max(graceShare * lifetimeMs, policy.scanIntervalSeconds * secondMs))
}

function firstDue(facts: IdentityFacts, served: readonly Certificate[], policy: EffectivePolicy): Date {
  const dues = served.map((leaf) => rotationDue(validityOf(leaf), facts.rotations, policy).dueAt.getTime())
  return new Date(Math.min(...dues))
}
