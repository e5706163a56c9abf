import { pool } from '#lib/db/client.ts'
import { rows } from '../sql.ts'
import { lateRotation } from './late-rotation.ts'

/** Steps on record under an identity: what the history lists by this identity. */
export interface RotationCounts {
  readonly rotations: number
  readonly keptKeys: number
  readonly late: number
  readonly lastAt: Date
}

export async function countRotations(identityIds: readonly string[]): Promise<ReadonlyMap<string, RotationCounts>> {
  const found = await rows<{ identityId: string; rotations: number; keptKeys: number; late: number; lastAt: Date }>(
    pool(),
    `SELECT r.identity_id AS "identityId", count(*)::int AS rotations, count(*) FILTER (WHERE r.key_kept)::int AS "keptKeys",
            count(*) FILTER (WHERE ${lateRotation})::int AS late, max(r.at) AS "lastAt"
       FROM rotation r JOIN certificate previous ON previous.id = r.previous_id
      WHERE r.identity_id = ANY ($1::uuid[]) GROUP BY 1`,
    [identityIds],
  )
  return new Map(found.map(({ identityId, ...counts }) => [identityId, counts]))
}
