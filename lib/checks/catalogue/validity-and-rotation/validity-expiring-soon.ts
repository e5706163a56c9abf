import { defineEndpointCheck, type EvaluationContext, type Verdict } from '#lib/checks/contract.ts'
import type { RotationFact } from '#lib/checks/facts.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { validityOf } from '#lib/checks/validity.ts'
import { fail, notApplicable, pass } from '#lib/checks/verdict.ts'
import type { Certificate } from '#lib/x509/certificate.ts'

const severities = { urgent: 'high', near: 'medium', usual: 'low' } as const

export const validityExpiringSoon = defineEndpointCheck({
  id: 'validity-expiring-soon',
  group: 'validity-and-rotation',
  title: 'Certificate expires soon relative to its lifetime',
  why: 'Renewal was due: what is left of its life is the time in which a broken renewal can still be mended without an outage.',
  fix: 'Renew it now (certbot renew --cert-name NAME; cmctl renew NAME; acme.sh --renew -d NAME --force) and find out why the renewal at two thirds of the life did not come (systemctl status certbot.timer; kubectl describe certificate NAME; the log of the SPIRE agent).',
  severities,
  needs: ['handshake', 'history'],
  parameters: ['expiryWarnShare', 'expiryUrgentShare'],
  references: [
    { label: 'RFC 9773', url: 'https://www.rfc-editor.org/rfc/rfc9773' },
    { label: 'NIST SP 1800-16', url: 'https://doi.org/10.6028/NIST.SP.1800-16' },
    {
      label: 'OWASP NHI7:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/7-long-lived-secrets/',
    },
  ],
  controls: [
    { framework: 'nist-sp-800-53', control: 'SC-12(1)', relation: 'supporting', rationale: 'availability of keys' },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5',
      relation: 'direct',
      rationale: 'authenticators are changed or refreshed',
    },
    { framework: 'nist-csf', control: 'PR.AA-01', relation: 'direct', rationale: 'credentials are managed' },
    {
      framework: 'nist-sp-1800-16',
      control: 'Vol-B.notification',
      relation: 'direct',
      rationale: 'staged expiry notices',
    },
    {
      framework: 'ietf-rfc',
      control: 'RFC9773',
      relation: 'direct',
      rationale: 'the CA may suggest the renewal window',
    },
    { framework: 'owasp-nhi', control: 'NHI7:2025', relation: 'direct', rationale: 'rotation discipline' },
  ],
  evaluate: (facts, context) => perLeaf(facts, context, severities, (leaf) => judge(leaf, facts.rotations, context)),
})

/**
 * Thresholds are shares of the life, so one rule fits an hour and a year. An identity that has always renewed later
 * than the warning, and in time, is in its own rhythm until it is later than it ever was.
 */
function judge(
  leaf: Certificate,
  rotations: readonly RotationFact[],
  { now, policy }: EvaluationContext,
): Verdict<keyof typeof severities> {
  const period = validityOf(leaf)
  if (period.endsAt <= now) return notApplicable('expired')
  // What is urgent is near, whichever share a policy names first.
  const nearAt = period.instantAtShareLeft(Math.max(policy.expiryWarnShare, policy.expiryUrgentShare))
  const urgentAt = period.instantAtShareLeft(policy.expiryUrgentShare)
  const evidence = {
    notBefore: leaf.notBefore,
    notAfter: leaf.notAfter,
    nearAt: nearAt.toISOString(),
    urgentAt: urgentAt.toISOString(),
  }
  if (urgentAt <= now) return fail('urgent', evidence, period.endsAt)
  if (now < nearAt) return pass(evidence, nearAt)
  const share = latestUsualShare(rotations)
  const unusualAt = share === null ? nearAt : period.instantAtShareLeft(share)
  if (unusualAt <= now) return fail('near', evidence, urgentAt)
  return fail(
    'usual',
    { ...evidence, usualUntil: unusualAt.toISOString() },
    unusualAt < urgentAt ? unusualAt : urgentAt,
  )
}

/** The smallest share of life left at which it renewed; null before two renewals, or where one came too late. */
function latestUsualShare(rotations: readonly RotationFact[]): number | null {
  const shares = rotations.map(({ lifeLeftSeconds, lifetimeSeconds }) => lifeLeftSeconds / Math.max(1, lifetimeSeconds))
  return shares.length < 2 || shares.some((share) => share <= 0) ? null : Math.min(...shares)
}
