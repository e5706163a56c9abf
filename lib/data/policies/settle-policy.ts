import { judgeOrMarkDue } from '../evaluation/judge-or-mark-due.ts'
import type { Db } from '../sql.ts'
import { answeringTo } from './answering.ts'
import type { WrittenPolicy } from './write-policy.ts'

/** After a policy was written: all that answers to what differs is judged anew, and scans come by the new rhythm. */
export async function settlePolicy(tx: Db, written: WrittenPolicy, now: Date): Promise<void> {
  const subjects = await answeringTo(tx, written)
  await bringScansForward(tx, written)
  await judgeOrMarkDue(tx, subjects, now)
}

/** A longer interval between scans counts from the next one on; a shorter one at once. */
export async function bringScansForward(tx: Db, { ref, differences }: WrittenPolicy): Promise<void> {
  if (!differences.some(({ rule }) => rule === 'scanIntervalSeconds')) return
  const column = ref.kind === 'identity' ? 'i.id' : 'i.environment_id'
  await tx.query(
    `UPDATE endpoint e SET next_scan_at = GREATEST(now(), e.last_scan_at + make_interval(secs => wanted.seconds))
       FROM (SELECT t.id, COALESCE(i.policy ->> 'scanIntervalSeconds', env.policy ->> 'scanIntervalSeconds', '86400')::float8 AS seconds
               FROM endpoint t JOIN identity i ON i.id = t.identity_id LEFT JOIN environment env ON env.id = i.environment_id
              WHERE ${column} = $1 ORDER BY t.id FOR NO KEY UPDATE OF t) wanted
      WHERE e.id = wanted.id AND e.next_scan_at > e.last_scan_at + make_interval(secs => wanted.seconds)`,
    [ref.id],
  )
}
