import { newId } from '#lib/core/ids.ts'
import { type Db, rows } from '../sql.ts'
import { pairLeaves } from './pair-leaves.ts'
import type { LeafChange } from './record-presences.ts'
import { groupBy } from './sighting.ts'

interface LeafRow {
  readonly id: string
  readonly spki: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly keyAlgorithm: string
}

interface Step {
  readonly endpointId: string
  readonly addressId: string
  readonly at: Date
  readonly previous: LeafRow
  readonly next: LeafRow
}

/**
 * Records the step from one leaf to the next, once per endpoint and pair. Returns the number of new rotations.
 * A leaf that the endpoint presented before is no new one: backends that take turns behind one address don't rotate.
 */
export async function recordRotations(tx: Db, changes: readonly LeafChange[]): Promise<number> {
  const ids = changes.flatMap((change) => [...change.closed, ...change.opened])
  if (!changes.some((change) => change.closed.length > 0) || ids.length === 0) return 0
  const leaves = new Map((await listLeaves(tx, ids)).map((row) => [row.id, row]))
  const seenBefore = await listSeenBefore(tx, changes)
  const resolve = (all: readonly string[]) => all.flatMap((id) => leaves.get(id) ?? [])
  const steps = [...groupBy(changes, (change) => change.endpointId).values()].flatMap((group) => {
    const isNew = (leaf: LeafRow, addressId: string) => !seenBefore.has(`${addressId} ${leaf.id}`)
    return stepsOfEndpoint(group, resolve, isNew)
  })
  return insert(tx, steps)
}

/** First address by address; then what closed with a vanished address against what opened at a new one. */
function stepsOfEndpoint(
  changes: readonly LeafChange[],
  resolve: (ids: readonly string[]) => LeafRow[],
  isNew: (leaf: LeafRow, addressId: string) => boolean,
): Step[] {
  const fresh = (change: LeafChange) => resolve(change.opened).filter((leaf) => isNew(leaf, change.addressId))
  const within = changes.flatMap((change) =>
    pairLeaves(resolve(change.closed), fresh(change)).map((pair): Step => ({ ...change, ...pair })),
  )
  const vanished = changes.filter((change) => change.opened.length === 0).flatMap((change) => resolve(change.closed))
  const appeared = changes.filter((change) => change.closed.length === 0)
  const presented = new Set(appeared.flatMap((change) => change.opened))
  const across = appeared.flatMap((change) => {
    const replaced = vanished.filter((leaf) => !presented.has(leaf.id))
    return pairLeaves(replaced, fresh(change)).map((pair): Step => ({ ...change, ...pair }))
  })
  return [...within, ...across]
}

function listLeaves(tx: Db, ids: readonly string[]): Promise<LeafRow[]> {
  return rows<{ [Key in keyof LeafRow]: LeafRow[Key] }>(
    tx,
    `SELECT id, encode(spki_sha256, 'hex') AS spki, not_before AS "notBefore", not_after AS "notAfter",
            key_algorithm AS "keyAlgorithm" FROM certificate WHERE id = ANY ($1::uuid[])`,
    [[...new Set(ids)]],
  )
}

/** `address certificate` of each opened leaf that the same address presented in an earlier interval. */
async function listSeenBefore(tx: Db, changes: readonly LeafChange[]): Promise<Set<string>> {
  const opened = changes.flatMap((change) => change.opened.map((id) => ({ addressId: change.addressId, id })))
  const seen = await rows<{ key: string }>(
    tx,
    `SELECT DISTINCT p.address_id || ' ' || p.certificate_id AS key
       FROM presence p JOIN unnest($1::uuid[], $2::uuid[]) AS t(address_id, certificate_id)
         ON p.address_id = t.address_id AND p.certificate_id = t.certificate_id
      WHERE p.position = 0 AND p.closed_at IS NOT NULL`,
    [opened.map((one) => one.addressId), opened.map((one) => one.id)],
  )
  return new Set(seen.map((row) => row.key))
}

async function insert(tx: Db, steps: readonly Step[]): Promise<number> {
  if (steps.length === 0) return 0
  const seconds = (from: Date, to: Date) => Math.round((to.getTime() - from.getTime()) / 1000)
  const result = await tx.query(
    `INSERT INTO rotation (id, endpoint_id, identity_id, address_id, previous_id, next_id, at, previous_seen_at,
            age_seconds, life_left_seconds, key_kept)
     SELECT t.id, t.endpoint_id, e.identity_id, t.address_id, previous_id, next_id, at,
            (SELECT max(p.last_seen_at) FROM address a JOIN presence p ON p.address_id = a.id
              WHERE a.endpoint_id = t.endpoint_id AND p.certificate_id = previous_id AND p.position = 0 AND p.last_seen_at <= at),
            age, life_left, key_kept
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::timestamptz[], $7::bigint[], $8::bigint[], $9::bool[])
         AS t(id, endpoint_id, address_id, previous_id, next_id, at, age, life_left, key_kept)
       JOIN endpoint e ON e.id = t.endpoint_id
     ON CONFLICT (endpoint_id, previous_id, next_id) DO NOTHING`,
    [
      steps.map((step) => newId(step.at.getTime())),
      steps.map((step) => step.endpointId),
      steps.map((step) => step.addressId),
      steps.map((step) => step.previous.id),
      steps.map((step) => step.next.id),
      steps.map((step) => step.at),
      steps.map((step) => seconds(step.previous.notBefore, step.at)),
      steps.map((step) => seconds(step.at, step.previous.notAfter)),
      steps.map((step) => step.previous.spki === step.next.spki),
    ],
  )
  return result.rowCount ?? 0
}
