import { valueOf } from '#lib/core/observed.ts'
import type { Subjects } from '../evaluation/evaluate-subjects.ts'
import { readFacts, type StoredFacts } from '../observations/read-facts.ts'
import { type Db, rows } from '../sql.ts'
import { endpointStoreId, endpointStoreTables } from '../trust-stores/effective-store.ts'
import type { WrittenPolicy } from './write-policy.ts'

/** Maps are merged over one another, so an identity that has its own still takes entries from its environment. */
const merged: ReadonlySet<string> = new Set(['severityOverrides', 'dueDays'])

/**
 * The identities and endpoints whose verdicts changes of policies may move, once they are written, and no other:
 * - an identity of its own, with its endpoints;
 * - those of an environment that do not say otherwise themselves, rule by rule;
 * - for a store, those that fall to it, and those to whom a store says which environment a CA belongs to.
 */
export async function answeringTo(tx: Db, written: readonly WrittenPolicy[]): Promise<Subjects> {
  const differing = written.filter(({ differences }) => differences.length > 0)
  const identityIds = differing.flatMap(({ ref }) => (ref.kind === 'identity' ? [ref.id] : []))
  const told: string[] = []
  for (const one of differing.filter(({ ref }) => ref.kind === 'environment')) {
    identityIds.push(...(await identitiesOf(tx, one)))
    if (moved(one)) told.push(...(await toldByStores(tx, one.ref.id, storesOf(one))))
  }
  const own = await endpointsOf(tx, identityIds)
  return {
    endpointIds: [...new Set([...own, ...told])].sort(),
    identityIds: [...new Set([...identityIds, ...(await boundTo(tx, told))])].sort(),
  }
}

function moved({ before, after }: WrittenPolicy): boolean {
  return before.trustStoreId !== after.trustStoreId
}

function storesOf({ before, after }: WrittenPolicy): string[] {
  return [before.trustStoreId, after.trustStoreId].filter((id) => id !== null)
}

/** Those of an environment to which one of the rules that differ comes down. */
async function identitiesOf(tx: Db, { ref, differences }: WrittenPolicy): Promise<string[]> {
  const rules = differences.flatMap(({ rule }) => (rule === 'trustStore' ? [] : [rule]))
  const found = await rows<{ id: string }>(
    tx,
    'SELECT id FROM identity WHERE environment_id = $1 AND ($3 OR NOT policy ?& $2::text[])',
    [ref.id, rules, rules.some((rule) => merged.has(rule))],
  )
  return found.map(({ id }) => id)
}

async function endpointsOf(tx: Db, identityIds: readonly string[]): Promise<string[]> {
  if (identityIds.length === 0) return []
  const found = await rows<{ id: string }>(tx, 'SELECT id FROM endpoint WHERE identity_id = ANY ($1::uuid[])', [
    identityIds,
  ])
  return found.map(({ id }) => id)
}

async function boundTo(tx: Db, endpointIds: readonly string[]): Promise<string[]> {
  if (endpointIds.length === 0) return []
  const found = await rows<{ id: string }>(
    tx,
    'SELECT DISTINCT identity_id AS id FROM endpoint WHERE id = ANY ($1::uuid[]) AND identity_id IS NOT NULL',
    [endpointIds],
  )
  return found.map(({ id }) => id)
}

/**
 * Endpoints that fall to their environment's store, and more: a private store that is an environment's own makes its CAs
 * that environment's, so whoever answers to a store with one of their keys, or takes client certificates from one of
 * them, is told so by its facts.
 */
async function toldByStores(tx: Db, environmentId: string, storeIds: readonly string[]): Promise<string[]> {
  const sharing = await rows<{ id: string }>(
    tx,
    `SELECT e.id FROM ${endpointStoreTables}
      WHERE env.id = $2 AND i.trust_store_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM trust_store WHERE i.kind = 'spiffe' AND trust_domain = split_part(i.name, '/', 3))
            AND NOT EXISTS (SELECT 1 FROM identity_rule r WHERE r.id = e.rule_id AND r.trust_store_id IS NOT NULL)
         OR ${endpointStoreId} IN (
        SELECT theirs.trust_store_id FROM trust_store s JOIN trust_anchor a ON a.trust_store_id = s.id
          JOIN certificate c ON c.id = a.certificate_id JOIN certificate same ON same.spki_sha256 = c.spki_sha256
          JOIN trust_anchor theirs ON theirs.certificate_id = same.id JOIN trust_store t ON t.id = theirs.trust_store_id
         WHERE s.id = ANY ($1::uuid[]) AND NOT s.public_roots AND t.source NOT IN ('runtime', 'system'))`,
    [storeIds, environmentId],
  )
  const named = await rows<{ subject: string }>(
    tx,
    `SELECT DISTINCT c.subject FROM trust_store s JOIN trust_anchor a ON a.trust_store_id = s.id
       JOIN certificate c ON c.id = a.certificate_id WHERE s.id = ANY ($1::uuid[]) AND NOT s.public_roots`,
    [storeIds],
  )
  return [...sharing.map(({ id }) => id), ...(await asking(tx, new Set(named.map(({ subject }) => subject))))]
}

/** Endpoints that say to take client certificates from one of these CAs. */
async function asking(tx: Db, subjects: ReadonlySet<string>): Promise<string[]> {
  if (subjects.size === 0) return []
  const found = await rows<{ id: string; facts: StoredFacts }>(
    tx,
    `SELECT a.endpoint_id AS id, jsonb_build_object('clientCertificateRequest', o.facts -> 'clientCertificateRequest') AS facts
       FROM address a JOIN observation o ON o.id = a.latest_observation_id
      WHERE a.gone_at IS NULL AND jsonb_typeof(o.facts #> '{clientCertificateRequest,value,authorities}') = 'array'`,
  )
  return found.flatMap(({ id, facts }) =>
    (valueOf(readFacts(facts).clientCertificateRequest)?.authorities ?? []).some((name) => subjects.has(name))
      ? [id]
      : [],
  )
}
