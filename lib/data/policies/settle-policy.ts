import { judgeOrMarkDue } from '../evaluation/judge-or-mark-due.ts'
import type { Db } from '../sql.ts'
import { answeringTo } from './answering.ts'
import type { PolicyRef } from './policy-ref.ts'
import type { WrittenPolicy } from './write-policy.ts'

/** After policies were written: all that answers to what differs is judged anew, and scans come by the new rhythm. */
export async function settlePolicies(tx: Db, written: readonly WrittenPolicy[], now: Date): Promise<void> {
  const subjects = await answeringTo(tx, written)
  await bringScansForward(tx, written)
  await judgeOrMarkDue(tx, subjects, now)
}

/** A longer interval between scans counts from the next one on; a shorter one at once. */
export async function bringScansForward(tx: Db, written: readonly WrittenPolicy[]): Promise<void> {
  const moved = written.filter(({ differences }) => differences.some(({ rule }) => rule === 'scanIntervalSeconds'))
  if (moved.length === 0) return
  const idsOf = (kind: PolicyRef['kind']) => moved.flatMap(({ ref }) => (ref.kind === kind ? [ref.id] : []))
  await tx.query(
    `UPDATE endpoint e SET next_scan_at = GREATEST(now(), e.last_scan_at + make_interval(secs => wanted.seconds))
       FROM (SELECT t.id, COALESCE(i.policy ->> 'scanIntervalSeconds', env.policy ->> 'scanIntervalSeconds', '86400')::float8 AS seconds
               FROM endpoint t JOIN identity i ON i.id = t.identity_id LEFT JOIN environment env ON env.id = i.environment_id
              WHERE i.id = ANY ($1::uuid[]) OR i.environment_id = ANY ($2::uuid[]) ORDER BY t.id FOR NO KEY UPDATE OF t) wanted
      WHERE e.id = wanted.id AND e.next_scan_at > e.last_scan_at + make_interval(secs => wanted.seconds)`,
    [idsOf('identity'), idsOf('environment')],
  )
}
