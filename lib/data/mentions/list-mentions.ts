import { countBound, type Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { toPage } from '../cursor.ts'
import { type FindingColumns, findingColumns, toFindingRow } from '../findings/finding-row.ts'
import { keyset, sortText } from '../keyset.ts'
import { rows } from '../sql.ts'
import type { MentionFilter } from './filter.ts'
import { mentionConditions, mentionTables } from './mention-conditions.ts'
import { requirePerson } from './require-person.ts'

/** That somebody named the reader in a comment. */
export interface MentionRow {
  readonly id: string
  readonly findingId: string
  readonly title: string
  readonly subjectName: string
  readonly severity: FindingColumns['severity']
  readonly status: FindingColumns['status']
  readonly byName: string
  /** The comment. */
  readonly text: string
  readonly at: Date
  readonly readAt: Date | null
}

type Selected = { [Key in keyof FindingColumns]: FindingColumns[Key] } & {
  mentionId: string
  byName: string
  text: string
  at: Date
  readAt: Date | null
}

/** Numbers of rows in the form of ids, in the same order, for pages. */
const orderedId = `lpad(to_hex(m.id), 32, '0')::uuid`

/** The reader's own, newest first. Throws `forbidden` for a token: mentions are a person's. */
export async function listMentions(principal: Principal, filter: MentionFilter): Promise<Page<MentionRow>> {
  const userId = requirePerson(principal)
  const { where, values } = mentionConditions(userId, filter)
  const [counted] = await rows<{ count: number }>(
    pool(),
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${mentionTables} WHERE ${where} LIMIT ${countBound + 1}) bounded`,
    [...values],
  )
  const { sort, cursor, limit } = filter
  const position = keyset({
    sort,
    column: { sql: 'm.at', type: 'timestamptz', nullable: false },
    id: orderedId,
    cursor,
    firstParameter: values.length + 1,
  })
  const found = await rows<Selected>(
    pool(),
    `SELECT ${findingColumns}, ${orderedId} AS "mentionId", m.by_name AS "byName", m.text, m.at, m.read_at AS "readAt"
       FROM ${mentionTables} WHERE ${where} AND ${position.where} ORDER BY ${position.orderBy} LIMIT ${limit + 1}`,
    [...values, ...position.values],
  )
  const count = counted?.count ?? 0
  return toPage(found.map(toMention), {
    limit,
    total: { count: Math.min(count, countBound), exact: count <= countBound },
    sort: sortText(sort),
    cursorOf: ({ at, id }) => ({ value: at.toISOString(), id }),
  })
}

function toMention({ mentionId, byName, text, at, readAt, ...columns }: Selected): MentionRow {
  const { id: findingId, title, subjectName, severity, status } = toFindingRow(columns)
  return { id: mentionId, findingId, title, subjectName, severity, status, byName, text, at, readAt }
}

/** How many the reader has not read; 0 for tokens. */
export async function countUnreadMentions(principal: Principal): Promise<number> {
  if (principal.kind !== 'user') return 0
  const [counted] = await rows<{ count: number }>(
    pool(),
    'SELECT count(*)::int AS count FROM mention WHERE user_id = $1 AND read_at IS NULL',
    [principal.id],
  )
  return counted?.count ?? 0
}
