import { findCheck } from '#lib/checks/catalogue/index.ts'
import type { SettledVerdict, Verdict } from '#lib/checks/contract.ts'
import { type Rung, rungs } from '#lib/checks/contract.ts'
import { evaluateEndpoint, evaluateIdentity } from '#lib/checks/evaluate.ts'
import { type Ladder, ladder, type RungStatus as RecordedRungStatus } from '#lib/checks/ladder.ts'
import { type EffectivePolicy, effectivePolicy, type Policy, policySchema } from '#lib/checks/policy.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import type { Severity } from '#lib/core/severity.ts'
import { pool } from '#lib/db/client.ts'
import { type IdentitySubject, loadIdentityFacts } from '../evaluation/load-identity-facts.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'
import type { RungStatus } from './filter.ts'

export interface PreviewedOutcome {
  readonly outcome: Verdict['outcome']
  readonly severity: Severity | null
  readonly reason: string | null
}

/** A verdict that the new policy would change. */
export interface PreviewedVerdict {
  readonly checkId: string
  readonly title: string
  readonly subjectId: string
  /** Null where the identity itself is judged. */
  readonly endpoint: { readonly id: string; readonly name: string } | null
  readonly from: PreviewedOutcome
  readonly to: PreviewedOutcome
}

export interface PolicyPreview {
  /** Verdicts judged, over the identity and its endpoints. */
  readonly judged: number
  /** Those whose outcome, severity or reason would be another; worse ones first. */
  readonly changes: readonly PreviewedVerdict[]
  /** Rungs whose state would be another. */
  readonly ladder: readonly { readonly rung: Rung; readonly from: RungStatus; readonly to: RungStatus }[]
  readonly proven: { readonly from: boolean; readonly to: boolean }
}

/**
 * What setting this policy would change, judged now from what is recorded; writes nothing and scans nothing. Throws
 * `forbidden` below analyst, `not-found`, `invalid-input` for what is no policy.
 */
export async function previewPolicy(
  principal: Principal,
  identityId: string,
  input: unknown,
  now: Date = new Date(),
): Promise<PolicyPreview> {
  requireRole(principal, 'analyst')
  const policy = readPolicy(input)
  const subjects = isUuid(identityId) ? await loadIdentityFacts(pool(), [identityId], now) : new Map<string, never>()
  const [subject] = subjects.values()
  if (!subject) throw new AppError('not-found', 'There is no such identity.')
  const next = effectivePolicy(await environmentPolicyOf(identityId), policy)
  const before = judge(subject, subject.policy, now)
  const after = judge(subject, next, now)
  const changes = after.verdicts.flatMap((to, index): PreviewedVerdict[] => {
    const from = before.verdicts[index]
    return from && differs(from, to) ? [toChange(subject, from, to)] : []
  })
  return {
    judged: after.verdicts.length,
    changes: changes.toSorted((a, b) => weight(a) - weight(b) || a.title.localeCompare(b.title)),
    ladder: rungs.flatMap((rung) => {
      const from = statusOf(before.ladder.rungs[rung].status)
      const to = statusOf(after.ladder.rungs[rung].status)
      return from === to ? [] : [{ rung, from, to }]
    }),
    proven: { from: before.ladder.proven, to: after.ladder.proven },
  }
}

function readPolicy(input: unknown): Policy {
  const parsed = policySchema.safeParse(input)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => ({
    at: `policy.${issue.path.join('.')}`,
    problem: issue.message,
  }))
  throw new AppError('invalid-input', `${problems[0]?.at}: ${problems[0]?.problem}`, { problems })
}

async function environmentPolicyOf(identityId: string): Promise<Policy | null> {
  const [found] = await rows<{ policy: Policy | null }>(
    pool(),
    'SELECT env.policy FROM identity i LEFT JOIN environment env ON env.id = i.environment_id WHERE i.id = $1',
    [identityId],
  )
  return found?.policy ?? null
}

/** In the same order for any policy: endpoints as loaded, then the identity, each by the catalogue. */
function judge(
  { facts }: IdentitySubject,
  policy: EffectivePolicy,
  now: Date,
): { verdicts: SettledVerdict[]; ladder: Ladder } {
  const context = { now, policy }
  const verdicts = [
    ...facts.endpoints.flatMap((endpoint) => evaluateEndpoint(endpoint, context).verdicts),
    ...evaluateIdentity(facts, context).verdicts,
  ]
  return { verdicts, ladder: ladder({ policy, endpointIds: facts.endpoints.map(({ id }) => id), verdicts }) }
}

function differs(from: SettledVerdict, to: SettledVerdict): boolean {
  return from.outcome !== to.outcome || from.severity !== to.severity || from.reason !== to.reason
}

function toChange({ facts }: IdentitySubject, from: SettledVerdict, to: SettledVerdict): PreviewedVerdict {
  const endpoint = facts.endpoints.find(({ id }) => to.subjectKind === 'endpoint' && id === to.subjectId)
  return {
    checkId: to.checkId,
    title: findCheck(to.checkId)?.title ?? to.checkId,
    subjectId: to.subjectId,
    endpoint: endpoint ? { id: endpoint.id, name: `${endpoint.host}:${endpoint.port}` } : null,
    from: { outcome: from.outcome, severity: from.severity, reason: from.reason },
    to: { outcome: to.outcome, severity: to.severity, reason: to.reason },
  }
}

/** What begins to fail comes first, then what is lost, then what is won. */
function weight({ from, to }: PreviewedVerdict): number {
  if (to.outcome === 'fail' && from.outcome !== 'fail') return 0
  if (from.outcome === 'pass') return 1
  return to.outcome === 'pass' ? 2 : 3
}

function statusOf(status: RecordedRungStatus): RungStatus {
  if (status === 'not_expected') return 'not-expected'
  return status === 'not_assessed' ? 'not-assessed' : status
}
