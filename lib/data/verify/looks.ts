import { newId } from '#lib/core/ids.ts'
import { pool } from '#lib/db/client.ts'
import type { Depth, Observation, Target } from '#lib/tls/observation.ts'
import { enqueueJob } from '../enqueue-job.ts'
import { readFacts, readOutcome, type StoredFacts, type StoredOutcome } from '../observations/read-facts.ts'
import { notifyScan } from '../scans/scan-progress.ts'
import { inTransaction, rows } from '../sql.ts'
import { storableJson } from '../storable.ts'

/** What a worker is to look at for a question about an endpoint that the inventory does not hold. */
export interface LookAsked {
  readonly target: Target
  readonly depth: Depth
}

export interface TakenLook extends LookAsked {
  /** What the database's clock is ahead of this host's. */
  readonly clockAheadMs: number
  /** What is left until nobody waits any more. */
  readonly leftMs: number
}

type StoredObservation = Omit<Observation, 'outcome' | 'facts' | 'certificates' | 'startedAt'> & {
  readonly outcome: StoredOutcome
  readonly facts: StoredFacts
  readonly startedAt: string
  /** DER in base64 by SHA-256 in hex. */
  readonly certificates: Readonly<Record<string, string>>
}

/** Asks the workers of a site for a look; gives its id. Null where no worker ever set the queue up. */
export async function queueLook(siteId: string, asked: LookAsked, waitMs: number): Promise<string | null> {
  const id = newId()
  return inTransaction(async (tx) => {
    await tx.query(
      `INSERT INTO verify_look (id, site_id, asked, deadline_at)
       VALUES ($1, $2, $3::jsonb, clock_timestamp() + make_interval(secs => $4))`,
      [id, siteId, storableJson(asked), waitMs / 1000],
    )
    return (await enqueueJob(tx, { name: 'look', siteId, payload: { lookId: id }, key: `look:${id}` })) ? id : null
  })
}

/** Takes a look that waits and whose asker still does; null where there is none of this id. */
export async function takeLook(siteId: string, id: string): Promise<TakenLook | null> {
  const [taken] = await rows<{ asked: LookAsked; now: Date; leftMs: number }>(
    pool(),
    `UPDATE verify_look SET taken_at = clock_timestamp()
      WHERE id = $1 AND site_id = $2 AND taken_at IS NULL AND deadline_at > clock_timestamp()
      RETURNING asked, clock_timestamp() AS now, (extract(epoch FROM deadline_at - clock_timestamp()) * 1000)::float8 AS "leftMs"`,
    [id, siteId],
  )
  return taken ? { ...taken.asked, clockAheadMs: taken.now.getTime() - Date.now(), leftMs: taken.leftMs } : null
}

/** Hands over what was seen, and tells whoever waits. */
export async function finishLook(id: string, observations: readonly Observation[]): Promise<void> {
  const seen = observations.map((one) => ({
    ...one,
    certificates: Object.fromEntries(
      [...one.certificates].map(([hash, der]) => [hash, Buffer.from(der).toString('base64')]),
    ),
  }))
  await inTransaction(async (tx) => {
    await tx.query('UPDATE verify_look SET seen = $2::jsonb WHERE id = $1', [id, storableJson(seen)])
    await notifyScan(tx, id)
  })
}

/** What was seen; as long as that is not there, whether a worker looks. */
export async function findLook(id: string): Promise<readonly Observation[] | 'begun' | 'waiting'> {
  const [look] = await rows<{ seen: readonly StoredObservation[] | null; begun: boolean }>(
    pool(),
    'SELECT seen, taken_at IS NOT NULL AS begun FROM verify_look WHERE id = $1',
    [id],
  )
  return look?.seen?.map(toObservation) ?? (look?.begun ? 'begun' : 'waiting')
}

/** A look is kept for its asker alone. */
export async function dropLook(id: string): Promise<void> {
  await pool().query('DELETE FROM verify_look WHERE id = $1', [id])
}

function toObservation({ outcome, facts, startedAt, certificates, ...rest }: StoredObservation): Observation {
  return {
    ...rest,
    outcome: readOutcome(outcome),
    facts: readFacts(facts),
    startedAt: new Date(startedAt),
    certificates: new Map(Object.entries(certificates).map(([hash, der]) => [hash, Buffer.from(der, 'base64')])),
  }
}
