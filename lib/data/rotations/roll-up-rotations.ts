import type { EffectivePolicy } from '#lib/checks/policy.ts'
import { rotationDue } from '#lib/checks/rotation-due.ts'
import type { RenewalAge } from '#lib/checks/rotation-rhythm.ts'
import { validityOf } from '#lib/checks/validity.ts'
import { secondMs } from '#lib/core/time.ts'
import type { EndpointSubject } from '../evaluation/load-endpoint-facts.ts'
import type { IdentitySubject } from '../evaluation/load-identity-facts.ts'
import { groupBy } from '../observations/sighting.ts'
import { servedNow, servedPlaces } from '../served-places.ts'
import { type Db, rows } from '../sql.ts'
import type { DueLeaf, ServedLeaf } from './due-leaf.ts'
import { identityRotation, writeIdentityRotations } from './write-identity-rotations.ts'

interface Subjects {
  readonly endpoints: ReadonlyMap<string, EndpointSubject>
  readonly identities: ReadonlyMap<string, IdentitySubject>
}

/**
 * Writes when each leaf that the subjects serve is to be rotated, and how identities rotate. Gives the identities for
 * which time alone changes what was written, with the instant. Call it with the subjects locked.
 */
export async function rollUpRotations(
  tx: Db,
  subjects: Subjects,
  now: Date,
): Promise<ReadonlyMap<string, Date | null>> {
  const { identities } = subjects
  const unbound = [...subjects.endpoints].flatMap(([id, { facts }]) => (facts.identity === null ? [id] : []))
  const active = [...identities].flatMap(([id, { facts }]) => (facts.identity.retiredAt === null ? [id] : []))
  const leaves = await listLeaves(tx, active, unbound)
  const due = leaves.flatMap((leaf): DueLeaf[] => {
    const identity = identities.get(leaf.identityId ?? '')
    if (identity !== undefined) return [dueLeaf(leaf, identity.facts.rotations, identity.policy)]
    const endpoint = subjects.endpoints.get(leaf.endpointId)
    return endpoint === undefined ? [] : [dueLeaf(leaf, endpoint.facts.rotations, endpoint.policy)]
  })
  await writeDue(tx, { identityIds: [...identities.keys()], endpointIds: [...subjects.endpoints.keys()] }, due)
  const byIdentity = groupBy(due, (leaf) => leaf.identityId ?? '')
  const learned = active.flatMap((id) => {
    const subject = identities.get(id)
    const [first, ...others] = byIdentity.get(id) ?? []
    return subject === undefined || first === undefined ? [] : [identityRotation(subject, [first, ...others], now)]
  })
  await writeIdentityRotations(tx, [...identities.keys()], learned)
  return new Map(learned.map(({ identityId, changesAt }) => [identityId, changesAt]))
}

function dueLeaf(leaf: ServedLeaf, renewals: readonly RenewalAge[], policy: EffectivePolicy): DueLeaf {
  const period = validityOf({ notBefore: leaf.notBefore.toISOString(), notAfter: leaf.notAfter.toISOString() })
  const { rhythm: _, ...due } = rotationDue(period, renewals, policy)
  return { ...leaf, ...due, intervalSeconds: policy.rotationIntervalSeconds }
}

function listLeaves(tx: Db, identityIds: readonly string[], endpointIds: readonly string[]): Promise<ServedLeaf[]> {
  const leaves = (where: string, group: string) => `
    SELECT p.certificate_id AS "certificateId", c.not_before AS "notBefore", c.not_after AS "notAfter",
           e.identity_id AS "identityId", min(e.id::text)::uuid AS "endpointId", count(DISTINCT e.id)::int AS endpoints
      FROM ${servedPlaces} JOIN certificate c ON c.id = p.certificate_id
     WHERE ${servedNow} AND p.position = 0 AND ${where} GROUP BY p.certificate_id, c.id, e.identity_id${group}`
  return rows<ServedLeaf>(
    tx,
    `${leaves('e.identity_id = ANY ($1::uuid[])', '')} UNION ALL
     ${leaves('e.identity_id IS NULL AND e.id = ANY ($2::uuid[])', ', e.id')}`,
    [identityIds, endpointIds],
  )
}

interface StoredDue extends Omit<DueLeaf, 'notBefore' | 'notAfter'> {
  id: string
}

/** Replaces what has changed alone: most scans see what was there before. */
async function writeDue(
  tx: Db,
  subjects: { readonly identityIds: readonly string[]; readonly endpointIds: readonly string[] },
  due: readonly DueLeaf[],
): Promise<void> {
  const stored = await rows<{ [Key in keyof StoredDue]: StoredDue[Key] }>(
    tx,
    `SELECT id, identity_id AS "identityId", endpoint_id AS "endpointId", endpoints, certificate_id AS "certificateId",
            expected_at AS "expectedAt", due_at AS "dueAt", missed_at AS "missedAt", basis, interval_seconds AS "intervalSeconds"
       FROM rotation_due WHERE identity_id = ANY ($1::uuid[]) OR identity_id IS NULL AND endpoint_id = ANY ($2::uuid[])`,
    [subjects.identityIds, subjects.endpointIds],
  )
  const known = new Map(stored.map((row) => [contentOf(row), row.id]))
  const wanted = new Set(due.map(contentOf))
  const gone = stored.filter((row) => !wanted.has(contentOf(row))).map(({ id }) => id)
  if (gone.length > 0) await tx.query('DELETE FROM rotation_due WHERE id = ANY ($1::uuid[])', [gone])
  const added = due.filter((leaf) => !known.has(contentOf(leaf)))
  if (added.length === 0) return
  await tx.query(
    `INSERT INTO rotation_due (identity_id, endpoint_id, endpoints, certificate_id, life_seconds, expected_at, due_at, missed_at, basis, interval_seconds)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::float8[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[], $9::text[], $10::float8[])`,
    [
      added.map((leaf) => leaf.identityId),
      added.map((leaf) => leaf.endpointId),
      added.map((leaf) => leaf.endpoints),
      added.map((leaf) => leaf.certificateId),
      added.map(({ notBefore, notAfter }) => (notAfter.getTime() - notBefore.getTime()) / secondMs),
      added.map((leaf) => leaf.expectedAt),
      added.map((leaf) => leaf.dueAt),
      added.map((leaf) => leaf.missedAt),
      added.map((leaf) => leaf.basis),
      added.map((leaf) => leaf.intervalSeconds),
    ],
  )
}

function contentOf(leaf: Omit<StoredDue, 'id'>): string {
  const { identityId, endpointId, endpoints, certificateId, expectedAt, dueAt, missedAt, basis, intervalSeconds } = leaf
  const instants = [expectedAt, dueAt, missedAt].map((at) => at.getTime())
  return [identityId, endpointId, endpoints, certificateId, ...instants, basis, intervalSeconds].join(' ')
}
