import { type RotationBasis, type RotationState, rotationState } from '#lib/checks/rotation-due.ts'
import { pool } from '#lib/db/client.ts'
import { rows } from '../sql.ts'

/** The rotation of an identity that is due first. */
export interface IdentityDue {
  readonly dueAt: Date
  /** Overdue or missed. */
  readonly overdue: boolean
  readonly state: RotationState
  readonly basis: RotationBasis
}

interface Columns {
  id: string
  expectedAt: Date
  dueAt: Date
  missedAt: Date
  basis: RotationBasis
}

/** By identity; those that serve nothing are left out. */
export async function loadIdentityDue(
  identityIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, IdentityDue>> {
  if (identityIds.length === 0) return new Map()
  const found = await rows<Columns>(
    pool(),
    `SELECT identity_id AS id, expected_at AS "expectedAt", due_at AS "dueAt", missed_at AS "missedAt", basis
       FROM identity_rotation WHERE identity_id = ANY ($1::uuid[])`,
    [identityIds],
  )
  return new Map(
    found.map(({ id, ...row }) => {
      const state = rotationState(row, now)
      return [id, { dueAt: row.dueAt, overdue: row.dueAt <= now, state, basis: row.basis }]
    }),
  )
}
