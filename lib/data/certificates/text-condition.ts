import { pool } from '#lib/db/client.ts'
import { type Parameters, parameters } from '../parameters.ts'
import { likeContains } from '../search/like-pattern.ts'
import { rows } from '../sql.ts'
import { hexBounds, serialBounds } from './hex-bounds.ts'

/** Up to so many matches are looked up first and asked for by id. */
const fewMatches = 2000

/** Trigram indexes know nothing of shorter text. */
const shortest = 3

/**
 * Free text over names, subject, issuer, and the beginning of serial number and fingerprints.
 *
 * No single plan is fast for both a rare and a common word: with few matches the trigram indexes find them at once;
 * with many, walking the list in its order meets a page of them soon. So the matches are counted up to a bound first.
 */
export async function textCondition(text: string, values: Parameters): Promise<string> {
  const few = text.length < shortest ? null : await findFew(text)
  if (few !== null) return `c.id = ANY (${values.add(few)}::uuid[])`
  const like = values.add(likeContains(text))
  return `(EXISTS (SELECT 1 FROM certificate_name n WHERE n.certificate_id = c.id AND n.value ILIKE ${like})
    OR c.subject ILIKE ${like} OR c.issuer ILIKE ${like}${hexConditions(text, values).map((one) => ` OR ${one}`).join('')})`
}

/** Ids of all matches; null where there are too many. */
async function findFew(text: string): Promise<string[] | null> {
  const values = parameters()
  const like = values.add(likeContains(text))
  const branches = [
    `SELECT n.certificate_id AS id FROM certificate_name n WHERE n.value ILIKE ${like}`,
    ...[`c.subject ILIKE ${like}`, `c.issuer ILIKE ${like}`, ...hexConditions(text, values)].map(
      (condition) => `SELECT c.id FROM certificate c WHERE ${condition}`,
    ),
  ]
  const bounded = branches.map((branch) => `(${branch} LIMIT ${fewMatches + 1})`)
  const found = await rows<{ id: string }>(pool(), `${bounded.join(' UNION ALL ')} LIMIT ${fewMatches + 1}`, [...values.values])
  return found.length > fewMatches ? null : [...new Set(found.map((row) => row.id))]
}

function hexConditions(text: string, values: Parameters): string[] {
  const hex = text.toLowerCase().replace(/^0x/, '').replaceAll(/[:\s]/g, '')
  if (!/^[0-9a-f]{4,80}$/.test(hex)) return []
  const range = (column: string, [first, last]: readonly [unknown, unknown]) =>
    `(${column} >= ${values.add(first)} AND ${column} <= ${values.add(last)})`
  const serial = range('c.serial', serialBounds(hex))
  if (hex.length > 64) return [serial]
  return [range('c.sha256', hexBounds(hex)), range('c.spki_sha256', hexBounds(hex)), serial]
}
