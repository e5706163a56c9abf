import { findingJoins } from '../findings/where.ts'
import { likeContains } from '../search/like-pattern.ts'
import type { MentionFilter } from './filter.ts'

/** The tables that the conditions speak of; `m` is the mention. */
export const mentionTables = `mention m JOIN finding f ON f.id = m.finding_id ${findingJoins}`

/** What a filter means for one user's mentions, over `mentionTables`. */
export function mentionConditions(
  userId: string,
  { unread, q }: Pick<MentionFilter, 'unread' | 'q'>,
): { readonly where: string; readonly values: readonly unknown[] } {
  const values: unknown[] = [userId]
  const parts = ['m.user_id = $1']
  if (unread !== undefined) parts.push(`m.read_at IS ${unread ? '' : 'NOT '}NULL`)
  if (q !== undefined) {
    const pattern = `$${values.push(likeContains(q))}`
    const columns = ['m.text', 'm.by_name', 'e.host', 'i.name']
    parts.push(`(${columns.map((column) => `${column} ILIKE ${pattern}`).join(' OR ')})`)
  }
  return { where: parts.join(' AND '), values }
}
