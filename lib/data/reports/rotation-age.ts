import type { RotationBasis } from '#lib/checks/rotation-due.ts'
import type { Principal } from '#lib/core/principal.ts'
import { secondMs } from '#lib/core/time.ts'
import { groupBy } from '../observations/sighting.ts'
import { requireRole } from '../require-role.ts'
import { type LeafDue, leafDue } from './leaf-due.ts'
import { countRotations, type RotationCounts } from './rotation-counts.ts'
import { loadRhythms, noRhythm, type Rhythm } from './rotation-rhythm.ts'
import { type LeafScope, listServedLeaves } from './served-leaves.ts'

/** One identity with the leaf whose rotation is due first. */
export interface RotationAgeRow {
  readonly identityId: string
  readonly name: string
  readonly owner: string | null
  readonly environment: string | null
  readonly certificateSha256: string
  /** How long that leaf has been valid. */
  readonly ageSeconds: number
  /** What policy says; null where it says nothing. */
  readonly intervalSeconds: number | null
  readonly lifetimeSeconds: number
  /** The age at which it is due, whatever that rests on. */
  readonly allowedSeconds: number
  readonly basis: RotationBasis
  readonly dueAt: Date
  readonly overdue: boolean
  /** Over the steps that were seen; null before the first. */
  readonly medianAgeSeconds: number | null
  /** All steps on record, and those among them that kept the key or came late. */
  readonly rotations: number
  readonly keptKeys: number
  readonly late: number
  readonly lastRotatedAt: Date | null
}

export interface RotationAges {
  /** The most overdue first: by age as a share of what is allowed. */
  readonly rows: readonly RotationAgeRow[]
  readonly asOf: Date
}

/**
 * The age of what identities serve now against what policy, rhythm or lifetime allow. Retired identities, and those of
 * which no certificate is served, have no age and stand in no row.
 */
export async function rotationAges(principal: Principal, scope: LeafScope, now: Date): Promise<RotationAges> {
  requireRole(principal, 'viewer')
  const leaves = await listServedLeaves(scope, true)
  const byIdentity = groupBy(leaves, (leaf) => leaf.identityId ?? '')
  const ids = [...byIdentity.keys()]
  const [rhythms, counts] = await Promise.all([loadRhythms(ids), countRotations(ids)])
  const ages = [...byIdentity].flatMap(([id, group]): RotationAgeRow[] => {
    const first = group
      .map((leaf) => leafDue(leaf, rhythms))
      .reduce((worst, due) => (due.dueAt < worst.dueAt ? due : worst))
    return [toRow(first, rhythms.get(id) ?? noRhythm, counts.get(id), now)]
  })
  return { rows: ages.sort((a, b) => shareOf(b) - shareOf(a) || a.name.localeCompare(b.name)), asOf: now }
}

function shareOf(row: RotationAgeRow): number {
  return row.ageSeconds / Math.max(1, row.allowedSeconds)
}

function toRow(due: LeafDue, rhythm: Rhythm, counts: RotationCounts | undefined, now: Date): RotationAgeRow {
  const { leaf, period, policy, dueAt } = due
  const seconds = (from: Date, to: Date) => Math.round((to.getTime() - from.getTime()) / secondMs)
  return {
    identityId: leaf.identityId ?? '',
    name: leaf.identityName ?? '',
    owner: leaf.owner,
    environment: leaf.environment,
    certificateSha256: leaf.sha256,
    ageSeconds: seconds(period.notBefore, now),
    intervalSeconds: policy.rotationIntervalSeconds,
    lifetimeSeconds: Math.round(period.lifetimeMs / secondMs),
    allowedSeconds: seconds(period.notBefore, dueAt),
    basis: due.basis,
    dueAt,
    overdue: dueAt <= now,
    medianAgeSeconds: rhythm.medianAgeSeconds,
    rotations: counts?.rotations ?? 0,
    keptKeys: counts?.keptKeys ?? 0,
    late: counts?.late ?? 0,
    lastRotatedAt: counts?.lastAt ?? null,
  }
}
