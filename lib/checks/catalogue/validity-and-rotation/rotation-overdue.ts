import { defineIdentityCheck, type EvaluationContext } from '#lib/checks/contract.ts'
import type { IdentityFacts, RotationFact } from '#lib/checks/facts.ts'
import { servedLeavesOf } from '#lib/checks/served.ts'
import { toleranceMs, validityOf } from '#lib/checks/validity.ts'
import { fail, notAssessed, pass } from '#lib/checks/verdict.ts'
import { secondMs } from '#lib/core/time.ts'
import type { Certificate } from '#lib/x509/certificate.ts'

const severities = { overdue: 'medium', far: 'high' } as const

export const rotationOverdue = defineIdentityCheck({
  id: 'rotation-overdue',
  group: 'validity-and-rotation',
  rung: 'current',
  title: 'Credential in use longer than its rotation interval',
  why: 'The longer one key serves, the longer a stolen copy of it works; a rotation that was due and did not come is the first sign of a broken renewal.',
  fix: 'Rotate the certificate with a new key now, then mend the renewal job (cert-manager: renewBefore; certbot: systemctl status certbot.timer; SPIRE: agent health) and watch that the next rotation comes by itself.',
  severities,
  references: [
    {
      label: 'OWASP NHI7:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/7-long-lived-secrets/',
    },
    { label: 'NIST SP 800-207 section 2.1 tenet 5', url: 'https://doi.org/10.6028/NIST.SP.800-207' },
    { label: 'NIST SP 800-53r5 IA-5', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'owasp-nhi', control: 'NHI7:2025', relation: 'direct', rationale: 'secrets not rotated in time' },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5',
      relation: 'direct',
      rationale: 'authenticators are changed at defined periods',
    },
    { framework: 'nist-sp-800-53', control: 'SC-12', relation: 'direct', rationale: 'key life cycle is managed' },
    { framework: 'nist-csf', control: 'PR.AA-01', relation: 'direct', rationale: 'credentials are managed' },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-5',
      relation: 'supporting',
      rationale: 'posture of assets is measured',
    },
  ],
  evaluate: (facts, context) => {
    const leaves = servedLeavesOf(facts)
    if (leaves.length === 0) return notAssessed('no certificate of this identity was seen yet')
    const dues = leaves.map((leaf) => ({ leaf, ...rotationDue(leaf, facts, context) }))
    const oldest = dues.reduce((worst, due) => (due.dueAt < worst.dueAt ? due : worst))
    const evidence = {
      certificateSha256: oldest.leaf.sha256,
      inUseSince: oldest.leaf.notBefore,
      dueAt: oldest.dueAt.toISOString(),
      basis: oldest.basis,
    }
    if (context.now < oldest.dueAt) return pass(evidence, oldest.dueAt)
    if (context.now < oldest.farOverdueAt) return fail('overdue', evidence, oldest.farOverdueAt)
    return fail('far', evidence)
  },
})

interface RotationDue {
  readonly dueAt: Date
  /** Twice the interval, or the end of the life where that comes first. */
  readonly farOverdueAt: Date
  readonly basis: 'policy' | 'rhythm' | 'share of life'
}

/**
 * Policy says the interval; else the identity's own rhythm (the median share of life after which it renewed, and a
 * quarter more) where at least two renewals were seen; else the share of life at which expiry is urgent.
 */
function rotationDue(leaf: Certificate, facts: IdentityFacts, { policy }: EvaluationContext): RotationDue {
  const { notBefore, endsAt, lifetimeMs } = validityOf(leaf)
  const latestMs = (1 - policy.expiryUrgentShare) * lifetimeMs
  const interval = policy.rotationIntervalSeconds
  if (interval !== null) {
    return due(
      notBefore,
      interval * secondMs + toleranceMs(interval * secondMs),
      notBefore.getTime() + 2 * interval * secondMs,
      'policy',
    )
  }
  const rhythm = medianShareAtRenewal(facts.rotations)
  const rhythmMs = rhythm === null ? latestMs : Math.min(latestMs, 1.25 * rhythm * lifetimeMs)
  return due(notBefore, rhythmMs, endsAt.getTime(), rhythm === null ? 'share of life' : 'rhythm')
}

function due(notBefore: Date, afterMs: number, farOverdueMs: number, basis: RotationDue['basis']): RotationDue {
  const dueMs = notBefore.getTime() + afterMs
  return { dueAt: dateAt(dueMs), farOverdueAt: dateAt(Math.max(dueMs, farOverdueMs)), basis }
}

/** A policy may name an interval that ends after the last instant that a Date can hold. */
function dateAt(ms: number): Date {
  return new Date(Math.min(ms, 8.64e15))
}

function medianShareAtRenewal(rotations: readonly RotationFact[]): number | null {
  const shares = rotations
    .flatMap(({ ageSeconds, lifetimeSeconds }) =>
      lifetimeSeconds > 0 && ageSeconds > 0 ? [Math.min(1, ageSeconds / lifetimeSeconds)] : [],
    )
    .sort((a, b) => a - b)
  return shares.length < 2 ? null : (shares[Math.floor(shares.length / 2)] ?? null)
}
