import type { EffectivePolicy } from '#lib/checks/policy.ts'
import { answersToPublicLimits } from '#lib/checks/public-limits.ts'
import { type LatePattern, latePattern } from '#lib/checks/rotation-pattern.ts'
import {
  judgeReadiness,
  type MeasuredGaps,
  measureGaps,
  type Readiness,
  readinessSteps,
  usableShare,
} from '#lib/checks/rotation-readiness.ts'
import { learnRhythm, type RotationRhythm } from '#lib/checks/rotation-rhythm.ts'
import { dayMs, secondMs } from '#lib/core/time.ts'
import type { IdentitySubject } from '../evaluation/load-identity-facts.ts'
import type { Db } from '../sql.ts'
import type { DueLeaf } from './due-leaf.ts'

/** How an identity rotates, as it is stored. */
interface LearnedRotation {
  readonly identityId: string
  /** The leaf whose rotation is due first. */
  readonly first: DueLeaf
  readonly rhythm: RotationRhythm | null
  readonly pattern: LatePattern | null
  readonly publicLimits: boolean | null
  readonly gaps: MeasuredGaps
  /** By limit: `200`, `100`, `47`, `policy`; absent where it does not bind. */
  readonly readiness: Readonly<Record<string, Readiness>>
  readonly policySeconds: number | null
  /** When time alone would change it; null: never. */
  readonly changesAt: Date | null
}

/** Public certificates answer to the schedule of the CA/Browser Forum, private ones to their policy. */
export function identityRotation(
  { facts, policy }: IdentitySubject,
  leaves: readonly [DueLeaf, ...DueLeaf[]],
  now: Date,
): LearnedRotation {
  const { rotations, identity } = facts
  const publicLimits = answersToPublicLimits(facts)
  const policySeconds = policyLimit(policy)
  const limits = [
    ...(publicLimits === true
      ? readinessSteps.map(({ days }) => [String(days), (days * dayMs) / secondMs] as const)
      : []),
    ...(publicLimits === false && policySeconds !== null ? [['policy', policySeconds] as const] : []),
  ]
  const record = { renewals: rotations, leaves, renewal: identity.declared?.renewal }
  const readiness = Object.fromEntries(
    limits.map(([name, seconds]) => [name, judgeReadiness(record, seconds, now)] as const),
  )
  const changes = Object.values(readiness).flatMap(({ changesAt }) => changesAt ?? [])
  return {
    identityId: identity.id,
    first: leaves.reduce((first, leaf) => (leaf.dueAt < first.dueAt ? leaf : first)),
    rhythm: learnRhythm(rotations),
    pattern: latePattern(rotations),
    publicLimits,
    gaps: measureGaps(rotations),
    readiness,
    policySeconds,
    changesAt: changes.length === 0 ? null : new Date(Math.min(...changes.map(Number))),
  }
}

/** The life that its policy allows: an interval is what of a life may be used. */
function policyLimit({ rotationIntervalSeconds, maxValiditySeconds }: EffectivePolicy): number | null {
  return rotationIntervalSeconds === null ? maxValiditySeconds : rotationIntervalSeconds / usableShare
}

const columns = [
  ['certificate_id', 'uuid'],
  ['started_at', 'timestamptz'],
  ['expected_at', 'timestamptz'],
  ['due_at', 'timestamptz'],
  ['missed_at', 'timestamptz'],
  ['basis', 'text'],
  ['interval_seconds', 'float8'],
  ['measured_steps', 'int'],
  ['typical_share', 'float8'],
  ['spread_share', 'float8'],
  ['pattern', 'text'],
  ['public_limits', 'bool'],
  ['recent_steps', 'int'],
  ['longest_gap_seconds', 'float8'],
  ['typical_gap_seconds', 'float8'],
  ['late_steps', 'int'],
  ['missed_steps', 'int'],
  ['ready_200', 'text'],
  ['ready_100', 'text'],
  ['ready_47', 'text'],
  ['ready_policy', 'text'],
  ['reasons', 'jsonb'],
  ['policy_seconds', 'float8'],
] as const

/** Of these identities, those that are in `learned`; the others serve nothing, and lose their row. */
export async function writeIdentityRotations(
  tx: Db,
  identityIds: readonly string[],
  learned: readonly LearnedRotation[],
): Promise<void> {
  const kept = new Set(learned.map((one) => one.identityId))
  const gone = identityIds.filter((id) => !kept.has(id))
  if (gone.length > 0) await tx.query('DELETE FROM identity_rotation WHERE identity_id = ANY ($1::uuid[])', [gone])
  if (learned.length === 0) return
  const names = columns.map(([name]) => name)
  const stored = (table: string) => `(${names.map((name) => `${table}.${name}`).join(', ')})`
  const cells = learned.map(cellsOf)
  await tx.query(
    `INSERT INTO identity_rotation AS r (identity_id, ${names.join(', ')})
     SELECT * FROM unnest($1::uuid[], ${columns.map(([, type], index) => `$${index + 2}::${type}[]`).join(', ')})
     ON CONFLICT (identity_id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}
      WHERE ${stored('r')} IS DISTINCT FROM ${stored('excluded')}`,
    [learned.map((one) => one.identityId), ...columns.map((_, index) => cells.map((row) => row[index]))],
  )
}

/** In the order of `columns`. */
function cellsOf({
  first,
  rhythm,
  pattern,
  publicLimits,
  gaps,
  readiness,
  policySeconds,
}: LearnedRotation): readonly unknown[] {
  const reasons = Object.entries(readiness).flatMap(([limit, { reasons }]) =>
    reasons.length === 0 ? [] : [[limit, reasons] as const],
  )
  return [
    first.certificateId,
    first.notBefore,
    first.expectedAt,
    first.dueAt,
    first.missedAt,
    first.basis,
    first.intervalSeconds,
    rhythm?.steps ?? 0,
    rhythm?.typicalShare ?? null,
    rhythm?.spreadShare ?? null,
    pattern,
    publicLimits,
    gaps.steps,
    gaps.longestGapSeconds,
    gaps.typicalGapSeconds,
    gaps.lateSteps,
    gaps.missedSteps,
    ...['200', '100', '47', 'policy'].map((limit) => readiness[limit]?.state ?? null),
    JSON.stringify(Object.fromEntries(reasons)),
    policySeconds,
  ]
}
