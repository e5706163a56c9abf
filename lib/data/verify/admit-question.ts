import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { minuteMs } from '#lib/core/time.ts'
import { answersPool, pool } from '#lib/db/client.ts'
import { audit } from '../audit.ts'
import { rows } from '../sql.ts'

/** Questions of one user or token in a minute. */
export const questionLimit = 600

/**
 * Counts a question before it is worked at, over all processes. Throws `rate-limited` where it is one too many; the
 * first of them in a minute is written into the audit log, so that a flood leaves one line and not thousands.
 * The count need not outlive a crash of the database, so that nobody waits for a disk.
 */
export async function admitQuestion(principal: Principal, now: Date = new Date()): Promise<void> {
  const [counted] = await rows<{ count: number }>(
    answersPool(),
    `WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
     INSERT INTO rate_limit AS held (id, key, count, last_request) SELECT $1::text, $1::text, 1, $2::bigint FROM unhurried
     ON CONFLICT (key) DO UPDATE SET
       count = CASE WHEN held.last_request <= $2::bigint - $3::bigint THEN 1 ELSE held.count + 1 END,
       last_request = CASE WHEN held.last_request <= $2::bigint - $3::bigint THEN $2::bigint ELSE held.last_request END
     RETURNING count`,
    [`verify|${principal.kind}|${principal.id}`, now.getTime(), minuteMs],
  )
  const count = counted?.count ?? 1
  if (count <= questionLimit) return
  if (count === questionLimit + 1) {
    await audit(pool(), principal, 'verify.refuse', { type: 'question', id: null }, { limit: questionLimit })
  }
  throw new AppError(
    'rate-limited',
    `At most ${questionLimit} questions in a minute; ask with maxAgeSeconds and keep the answer until its validUntil`,
  )
}
