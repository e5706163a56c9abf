import { z } from 'zod'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireFilter } from '../filter.ts'
import { rows } from '../sql.ts'
import { mentionFilter } from './filter.ts'
import { mentionConditions, mentionTables } from './mention-conditions.ts'
import { requirePerson } from './require-person.ts'

/** Which of the reader's mentions were read: these, those of a finding, or all that match the query of a list. */
export const readMentions = z.union([
  z.strictObject({ ids: z.array(z.guid()).min(1).max(1000) }),
  z.strictObject({ findingId: z.guid() }),
  z.strictObject({ query: z.string().max(4000) }),
])

/** Marks the reader's own mentions as read; others' stay. Returns how many were unread. Throws `invalid-input`. */
export async function markMentionsRead(
  principal: Principal,
  which: z.infer<typeof readMentions>,
  now: Date = new Date(),
): Promise<number> {
  const userId = requirePerson(principal)
  const filter = requireFilter(mentionFilter, new URLSearchParams('query' in which ? which.query : ''))
  const { where, values } = mentionConditions(userId, filter)
  const parameters = [...values, now]
  const placeholder = (value: unknown) => `$${parameters.push(value)}`
  const chosen =
    'ids' in which
      ? `m.id = ANY (${placeholder(which.ids.map(toNumber))}::numeric[])`
      : 'findingId' in which
        ? `m.finding_id = ${placeholder(which.findingId)}::uuid`
        : 'true'
  const marked = await rows(
    pool(),
    `UPDATE mention SET read_at = $${values.length + 1} WHERE read_at IS NULL AND id IN (
       SELECT m.id FROM ${mentionTables} WHERE ${where} AND ${chosen}) RETURNING 1`,
    parameters,
  )
  return marked.length
}

/** Lists show the number in the form of an id. */
function toNumber(id: string): string {
  return BigInt(`0x${id.replaceAll('-', '')}`).toString()
}
