import { z } from 'zod'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { rows } from '../sql.ts'
import { requirePerson } from './require-person.ts'

/** Which of the reader's mentions were read: these, those of a finding, or all. */
export const readMentions = z.union([
  z.strictObject({ ids: z.array(z.guid()).min(1).max(1000) }),
  z.strictObject({ findingId: z.guid() }),
  z.strictObject({ all: z.literal(true) }),
])

/** Marks the reader's own mentions as read; others' stay. Returns how many were unread. */
export async function markMentionsRead(
  principal: Principal,
  which: z.infer<typeof readMentions>,
  now: Date = new Date(),
): Promise<number> {
  const userId = requirePerson(principal)
  const ids = 'ids' in which ? which.ids.map((id) => BigInt(`0x${id.replaceAll('-', '')}`).toString()) : null
  const findingId = 'findingId' in which ? which.findingId : null
  const marked = await rows(
    pool(),
    `UPDATE mention SET read_at = $2 WHERE user_id = $1 AND read_at IS NULL
        AND ($3::numeric[] IS NULL OR id = ANY ($3::numeric[])) AND ($4::uuid IS NULL OR finding_id = $4::uuid) RETURNING 1`,
    [userId, now, ids, findingId],
  )
  return marked.length
}
