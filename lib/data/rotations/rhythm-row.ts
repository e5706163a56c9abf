import type { Declared } from '#lib/checks/declared.ts'
import { type RotationBasis, type RotationState, rotationState } from '#lib/checks/rotation-due.ts'
import type { ReadinessReason, ReadinessState } from '#lib/checks/rotation-readiness.ts'
import type { RotationSign } from '#lib/checks/rotation-sign.ts'
import { secondMs } from '#lib/core/time.ts'
import { signsOf } from './due-conditions.ts'
import type { RotationCounts } from './rotation-counts.ts'

/** How an identity rotates, with the leaf whose rotation is due first. */
export interface RhythmRow {
  /** Of the identity. */
  readonly id: string
  readonly name: string
  readonly owner: string | null
  readonly environment: string | null
  readonly state: RotationState
  readonly expectedAt: Date
  readonly dueAt: Date
  readonly missedAt: Date
  readonly basis: RotationBasis
  /** What policy says; null where it says nothing. */
  readonly intervalSeconds: number | null
  readonly sha256: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** How long that leaf has been valid, and may be before it is overdue. */
  readonly ageSeconds: number
  readonly allowedSeconds: number
  readonly lifetimeSeconds: number
  /** Steps that the rhythm rests on; median and spread of the shares of life, null where there are too few. */
  readonly measuredSteps: number
  readonly typicalShare: number | null
  readonly spreadShare: number | null
  readonly signs: readonly RotationSign[]
  /** All steps on record, and those among them that kept the key or came late. */
  readonly rotations: number
  readonly keptKeys: number
  readonly late: number
  readonly lastRotatedAt: Date | null
  /** Null: it is not known whether its certificates answer to the limits of public ones. */
  readonly publicLimits: boolean | null
  /** Null where that limit does not bind it. */
  readonly ready200: ReadinessState | null
  readonly ready100: ReadinessState | null
  readonly ready47: ReadinessState | null
  readonly readyPolicy: ReadinessState | null
  /** Why it is not ready, by limit: `200`, `100`, `47`, `policy`. */
  readonly reasons: Readonly<Partial<Record<string, readonly ReadinessReason[]>>>
  /** Of the newest steps that readiness rests on. */
  readonly recentSteps: number
  readonly longestGapSeconds: number | null
  readonly typicalGapSeconds: number | null
  readonly lateSteps: number
  readonly missedSteps: number
  /** How it is renewed, as people say; null where that is not on record. */
  readonly renewal: NonNullable<Declared['renewal']> | null
  /** The longest life that its policy allows; null where it says nothing. */
  readonly policySeconds: number | null
}

type Computed =
  | 'state'
  | 'signs'
  | 'ageSeconds'
  | 'allowedSeconds'
  | 'lifetimeSeconds'
  | 'rotations'
  | 'keptKeys'
  | 'late'
  | 'lastRotatedAt'

export type RhythmColumns = { [Key in keyof Omit<RhythmRow, Computed>]: RhythmRow[Key] } & { checkIds: string[] }

/** Over `rhythmTables`. */
export const rhythmColumns = `i.id, i.name, i.owner, env.name AS environment, r.expected_at AS "expectedAt", r.due_at AS "dueAt",
  r.missed_at AS "missedAt", r.basis, r.interval_seconds AS "intervalSeconds", encode(c.sha256, 'hex') AS sha256,
  c.not_before AS "notBefore", c.not_after AS "notAfter", r.measured_steps AS "measuredSteps", r.typical_share AS "typicalShare",
  r.spread_share AS "spreadShare", r.public_limits AS "publicLimits", r.ready_200 AS "ready200", r.ready_100 AS "ready100",
  r.ready_47 AS "ready47", r.ready_policy AS "readyPolicy", r.reasons, r.recent_steps AS "recentSteps",
  r.longest_gap_seconds AS "longestGapSeconds", r.typical_gap_seconds AS "typicalGapSeconds", r.late_steps AS "lateSteps",
  r.missed_steps AS "missedSteps", i.declared ->> 'renewal' AS renewal, r.policy_seconds AS "policySeconds"`

export function toRhythmRow(
  { checkIds, ...row }: RhythmColumns,
  counts: RotationCounts | undefined,
  now: Date,
): RhythmRow {
  const seconds = (from: Date, to: Date) => Math.round((to.getTime() - from.getTime()) / secondMs)
  return {
    ...row,
    state: rotationState(row, now),
    signs: signsOf(checkIds),
    ageSeconds: seconds(row.notBefore, now),
    allowedSeconds: seconds(row.notBefore, row.dueAt),
    lifetimeSeconds: seconds(row.notBefore, row.notAfter) + 1,
    rotations: counts?.rotations ?? 0,
    keptKeys: counts?.keptKeys ?? 0,
    late: counts?.late ?? 0,
    lastRotatedAt: counts?.lastAt ?? null,
  }
}
