import type { Db } from '../sql.ts'
import { evaluateInTransaction, type Subjects } from './evaluate-subjects.ts'
import { lockEndpoints, lockIdentities } from './lock-subjects.ts'

/** Judged at once; more are left to the re-evaluation, which takes them in batches within seconds. */
const atOnce = 100

/** Judges subjects after a change of what they answer to: few at once, many soon. */
export async function judgeOrMarkDue(tx: Db, subjects: Subjects, now: Date): Promise<void> {
  const endpointIds = [...new Set(subjects.endpointIds)]
  const identityIds = [...new Set(subjects.identityIds)]
  if (endpointIds.length + identityIds.length <= atOnce) {
    await evaluateInTransaction(tx, { endpointIds, identityIds }, now)
    return
  }
  const endpoints = await lockEndpoints(tx, endpointIds)
  const identities = await lockIdentities(tx, [...identityIds, ...endpoints.identityIds])
  await tx.query('UPDATE endpoint SET reevaluate_at = $2 WHERE id = ANY ($1::uuid[])', [endpoints.ids, now])
  await tx.query('UPDATE identity SET reevaluate_at = $2 WHERE id = ANY ($1::uuid[])', [identities, now])
}
