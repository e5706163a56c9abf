import { pool } from '#lib/db/client.ts'
import { type Parameters, parameters } from '../parameters.ts'
import { likeContains } from '../search/like-pattern.ts'
import { rows } from '../sql.ts'
import { hexBounds, serialBounds } from './hex-bounds.ts'

/** Up to so many matches, they are asked for by id. */
const fewMatches = 2000

/** Up to so many matches in the indexes, they are looked up first. */
const someMatches = 20_000

/** Trigram indexes know nothing of shorter text. */
const shortest = 3

/** A text to search for, and how: by the matches' ids, through the indexes, or walking the list. */
export interface TextPlan {
  readonly text: string
  readonly matches: readonly string[] | 'some' | 'many'
}

/**
 * No single plan is fast for both a rare and a common word: with few matches the trigram indexes find them at once;
 * with many, walking the list in its order meets a page of them soon. So the matches are counted up to a bound first.
 */
export async function planText(text: string): Promise<TextPlan> {
  if (text.length < shortest) return { text, matches: 'many' }
  const values = parameters()
  const bounded = branches(text, values).map((branch) => `(${branch} LIMIT ${someMatches + 1})`)
  const [found] = await rows<{ count: number; ids: string[] | null }>(
    pool(),
    `SELECT count(*)::int AS count, CASE WHEN count(*) <= ${fewMatches} THEN array_agg(DISTINCT id) END AS ids
       FROM (${bounded.join(' UNION ALL ')} LIMIT ${someMatches + 1}) matches`,
    [...values.values],
  )
  const count = found?.count ?? 0
  return { text, matches: count <= fewMatches ? (found?.ids ?? []) : count <= someMatches ? 'some' : 'many' }
}

/** Free text over names, subject, issuer, and the beginning of serial number and fingerprints, as a condition on `c`. */
export function textCondition({ text, matches }: TextPlan, values: Parameters): string {
  if (typeof matches !== 'string') return `c.id = ANY (${values.add(matches)}::uuid[])`
  if (matches === 'some') return `c.id IN (${branches(text, values).join(' UNION ALL ')})`
  const like = values.add(likeContains(text))
  return `(EXISTS (SELECT 1 FROM certificate_name n WHERE n.certificate_id = c.id AND n.value ILIKE ${like})
    OR c.subject ILIKE ${like} OR c.issuer ILIKE ${like}${hexConditions('c', text, values)
      .map((one) => ` OR ${one}`)
      .join('')})`
}

/** Queries of ids, each of which one index answers. */
function branches(text: string, values: Parameters): string[] {
  const like = values.add(likeContains(text))
  const conditions = [`m.subject ILIKE ${like}`, `m.issuer ILIKE ${like}`, ...hexConditions('m', text, values)]
  return [
    `SELECT n.certificate_id AS id FROM certificate_name n WHERE n.value ILIKE ${like}`,
    ...conditions.map((condition) => `SELECT m.id FROM certificate m WHERE ${condition}`),
  ]
}

function hexConditions(table: string, text: string, values: Parameters): string[] {
  const hex = text.toLowerCase().replace(/^0x/, '').replaceAll(/[:\s]/g, '')
  if (!/^[0-9a-f]{4,80}$/.test(hex)) return []
  const range = (column: string, [first, last]: readonly [unknown, unknown]) =>
    `(${table}.${column} >= ${values.add(first)} AND ${table}.${column} <= ${values.add(last)})`
  const serial = range('serial', serialBounds(hex))
  if (hex.length > 64) return [serial]
  return [range('sha256', hexBounds(hex)), range('spki_sha256', hexBounds(hex)), serial]
}
