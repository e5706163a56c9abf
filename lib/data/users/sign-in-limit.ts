import { sha256, toHex } from '#lib/core/ids.ts'
import { minuteMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { rows } from '../sql.ts'

/** Guesses of one account's password, from wherever they come; signing in and changing it are counted apart. */
export const signInLimit = { windowMs: 5 * minuteMs, attempts: 10 } as const

/** Counts an attempt before it is judged, so that many at once are counted too; false where it is one too many. */
export function admitSignIn(email: string, now: Date = new Date()): Promise<boolean> {
  return admit(accountKey(email), now)
}

/** As admitSignIn, of the present password that a change asks for: a stolen session must not guess it. */
export function admitPasswordChange(userId: string, now: Date = new Date()): Promise<boolean> {
  return admit(changeKey(userId), now)
}

/** After a success the account starts afresh. */
export async function forgetSignIns(email: string): Promise<void> {
  await forget(accountKey(email))
}

export async function forgetPasswordChanges(userId: string): Promise<void> {
  await forget(changeKey(userId))
}

async function admit(key: string, now: Date): Promise<boolean> {
  const [counted] = await rows<{ count: number }>(
    pool(),
    // An id of its own: with the key for one, two first attempts at once could clash there, where no conflict is settled.
    `INSERT INTO rate_limit AS held (id, key, count, last_request) VALUES (gen_random_uuid(), $1, 1, $2)
     ON CONFLICT (key) DO UPDATE SET
       count = CASE WHEN held.last_request <= $2::bigint - $3::bigint THEN 1 ELSE held.count + 1 END,
       last_request = CASE WHEN held.last_request <= $2::bigint - $3::bigint THEN $2::bigint ELSE held.last_request END
     RETURNING count`,
    [key, now.getTime(), signInLimit.windowMs],
  )
  return (counted?.count ?? 1) <= signInLimit.attempts
}

async function forget(key: string): Promise<void> {
  await pool().query('DELETE FROM rate_limit WHERE key = $1', [key])
}

/** Hashed: what people type by mistake into the e-mail field may be a password. */
function accountKey(email: string): string {
  return `account|${toHex(sha256(email.trim().toLowerCase()))}`
}

function changeKey(userId: string): string {
  return `password|${userId}`
}
