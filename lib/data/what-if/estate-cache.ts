import { pool } from '#lib/db/client.ts'
import { servedNow, servedPlaces } from '../served-places.ts'
import { rows } from '../sql.ts'
import { type LoadedEstate, loadEstate } from './load-estate.ts'

let kept: { readonly state: string; readonly estate: LoadedEstate } | null = null

/**
 * The estate as it is served now. It is read once and kept in memory while nobody serves anything else: judging it
 * against another store then reads nothing.
 */
export async function currentEstate(
  onProgress?: (done: number, total: number) => Promise<void>,
  signal?: AbortSignal,
): Promise<LoadedEstate> {
  const state = await stateNow()
  if (kept?.state === state) return kept.estate
  const estate = await loadEstate(onProgress, signal)
  kept = { state, estate }
  return estate
}

/** Lets go of what is kept. */
export function forgetEstate(): void {
  kept = null
}

/** Moves when a chain begins or ceases to be served, or an endpoint, its identity or the store of one changes. */
async function stateNow(): Promise<string> {
  const [row] = await rows<{ state: string }>(
    pool(),
    `SELECT concat_ws(' ',
       (SELECT concat_ws(' ', count(*), max(p.id::text), max(p.closed_at)) FROM presence p),
       (SELECT concat_ws(' ', count(*), max(e.updated_at), count(*) FILTER (WHERE e.enabled)) FROM endpoint e),
       (SELECT concat_ws(' ', count(*), max(i.updated_at)) FROM identity i),
       (SELECT md5(string_agg(concat_ws(' ', env.id, env.trust_store_id), ',' ORDER BY env.id)) FROM environment env),
       (SELECT md5(string_agg(concat_ws(' ', r.id, r.trust_store_id), ',' ORDER BY r.id)) FROM identity_rule r),
       (SELECT string_agg(concat_ws(' ', s.id, s.trust_domain, s.is_default), ',' ORDER BY s.id) FROM trust_store s),
       (SELECT count(*) FROM ${servedPlaces} WHERE ${servedNow})) AS state`,
  )
  return row?.state ?? ''
}
