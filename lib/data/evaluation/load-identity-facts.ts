import type { EnvironmentRecord, IdentityFacts, RotationFact } from '#lib/checks/facts.ts'
import { type EffectivePolicy, effectivePolicy, type Policy } from '#lib/checks/policy.ts'
import { groupBy } from '../observations/sighting.ts'
import { type Db, rows } from '../sql.ts'
import { type IdentityColumns, identityColumns, toIdentityRecord } from './identity-record.ts'
import { type EndpointSubject, loadEndpointFacts } from './load-endpoint-facts.ts'
import { loadExceptions } from './load-exceptions.ts'
import { loadIdentityRecords } from './load-identity-records.ts'
import { loadIssued } from './load-issued.ts'

export interface IdentitySubject {
  readonly facts: IdentityFacts
  readonly policy: EffectivePolicy
}

interface IdentityRow extends IdentityColumns {
  createdAt: Date
  identityPolicy: Policy | null
  environmentPolicy: Policy | null
  endpointIds: string[]
}

/**
 * Facts of identities by id, and of all their endpoints. The number of queries does not depend on `ids`. Endpoints in
 * `loaded` are not loaded again.
 */
export async function loadIdentityFacts(
  db: Db,
  ids: readonly string[],
  now: Date,
  loaded: ReadonlyMap<string, EndpointSubject> = new Map(),
): Promise<Map<string, IdentitySubject>> {
  if (ids.length === 0) return new Map()
  const identities = await listRows(db, ids)
  const missing = identities.flatMap((row) => row.endpointIds).filter((id) => !loaded.has(id))
  const endpoints = new Map([...loaded, ...(await loadEndpointFacts(db, missing, now))])
  const trustDomains = await loadTrustDomainEnvironments(db, ids)
  const exceptions = await loadExceptions(db, ids)
  const records = await loadIdentityRecords(db, ids)
  const issued = await loadIssued(db, ids)
  const subjects = identities.flatMap((row): IdentitySubject[] => {
    const identity = toIdentityRecord(row)
    if (!identity) return []
    const { declared = null, ...recorded } = records.get(identity.id) ?? {}
    const own = row.endpointIds.flatMap((id) => endpoints.get(id)?.facts ?? [])
    const facts: IdentityFacts = {
      subject: 'identity',
      identity: { ...identity, ...(declared && { declared }) },
      endpoints: own,
      rotations: stepsOnce(own.flatMap((endpoint) => endpoint.rotations)),
      trustDomainEnvironments: trustDomains.get(identity.id) ?? [],
      exceptions: exceptions.get(identity.id) ?? [],
      createdAt: row.createdAt,
      issued: issued.get(identity.id) ?? [],
      ...recorded,
    }
    return [{ facts, policy: effectivePolicy(row.environmentPolicy, row.identityPolicy) }]
  })
  return new Map(subjects.map((subject) => [subject.facts.identity.id, subject]))
}

function listRows(db: Db, ids: readonly string[]): Promise<IdentityRow[]> {
  return rows<IdentityRow>(
    db,
    `SELECT ${identityColumns}, i.created_at AS "createdAt", i.policy AS "identityPolicy", env.policy AS "environmentPolicy",
            ARRAY(SELECT e.id FROM endpoint e WHERE e.identity_id = i.id AND e.enabled ORDER BY e.id) AS "endpointIds"
       FROM identity i LEFT JOIN environment env ON env.id = i.environment_id WHERE i.id = ANY ($1::uuid[])`,
    [ids],
  )
}

/** Several endpoints that take up one new leaf make one step. */
function stepsOnce(rotations: readonly RotationFact[]): RotationFact[] {
  const steps = [...groupBy(rotations, (fact) => `${fact.previousSha256} ${fact.nextSha256}`).values()]
  const earliest = steps.flatMap((group) => group.toSorted((a, b) => +a.at - +b.at).slice(0, 1))
  return earliest.toSorted((a, b) => +a.at - +b.at)
}

/** Environments, other than an identity's own, with identities of the same SPIFFE trust domain. */
async function loadTrustDomainEnvironments(db: Db, ids: readonly string[]): Promise<Map<string, EnvironmentRecord[]>> {
  const found = await rows<{ identityId: string; id: string; name: string; production: boolean }>(
    db,
    `SELECT DISTINCT i.id AS "identityId", env.id, env.name, env.production
       FROM identity i
       JOIN identity other ON other.kind = 'spiffe' AND other.id <> i.id AND other.retired_at IS NULL
            AND split_part(other.name, '/', 3) = split_part(i.name, '/', 3)
       JOIN environment env ON env.id = other.environment_id AND env.id IS DISTINCT FROM i.environment_id
      WHERE i.id = ANY ($1::uuid[]) AND i.kind = 'spiffe' ORDER BY env.name`,
    [ids],
  )
  const grouped = groupBy(found, (row) => row.identityId)
  return new Map([...grouped].map(([id, group]) => [id, group.map(({ identityId: _, ...environment }) => environment)]))
}
