import { isIP } from 'node:net'
import type { IdentityRecord } from '#lib/checks/facts.ts'
import { type EffectivePolicy, effectivePolicy, type Policy } from '#lib/checks/policy.ts'
import { readEnv } from '#lib/core/env.ts'
import { pool } from '#lib/db/client.ts'
import { type IdentityColumns, identityColumns, toIdentityRecord } from '../evaluation/identity-record.ts'
import { type Db, rows } from '../sql.ts'
import { identityStoreId, identityStoreTables } from '../trust-stores/effective-store.ts'
import { namedIdentity } from './facts-from-observations.ts'
import type { Question } from './question.ts'

/** A question with what the records know of what it names. */
export interface Asked {
  readonly question: Question
  /** By the clock of the database, which the evidence is dated by. */
  readonly at: Date
  /** From where it is looked at; null where there is no such site. */
  readonly site: { readonly id: string; readonly name: string } | null
  readonly endpoint: { readonly id: string; readonly enabled: boolean } | null
  /** Of the inventory, or as it was named. */
  readonly identity: IdentityRecord
  readonly identityId: string | null
  readonly policy: EffectivePolicy
  /** The store that the identity answers to. */
  readonly storeId: string | null
}

interface PlaceRow {
  now: Date
  siteId: string | null
  siteName: string | null
  endpointId: string | null
  enabled: boolean | null
}

export async function findAsked(question: Question, db: Db = pool()): Promise<Asked> {
  const { identity } = question
  const place = await findPlace(question, db)
  const known = await findIdentity(identity.name, db)
  const record = known && toIdentityRecord(known)
  return {
    question,
    at: place?.now ?? new Date(),
    site: place?.siteId && place.siteName ? { id: place.siteId, name: place.siteName } : null,
    endpoint: place?.endpointId ? { id: place.endpointId, enabled: place.enabled === true } : null,
    identity: record ?? namedIdentity(identity),
    identityId: record?.id ?? null,
    policy: policyOf(question, effectivePolicy(known?.environmentPolicy ?? null, known?.identityPolicy ?? null)),
    storeId: known ? known.storeId : await findStore(identity, db),
  }
}

/** The endpoint where a site has it, this installation's own first; else the site that would look. */
async function findPlace({ endpoint }: Question, db: Db): Promise<PlaceRow | undefined> {
  const { host, port, serverName, transport, site } = endpoint
  // A record may name the address that is dialled, and nothing is sent for it; a name is sent.
  const names = serverName === '' && isIP(host) !== 0 ? ['', host] : [serverName]
  const [place] = await rows<{ [Key in keyof PlaceRow]: PlaceRow[Key] }>(
    db,
    `SELECT clock_timestamp() AS now, s.id AS "siteId", s.name AS "siteName", e.id AS "endpointId", e.enabled
       FROM (SELECT 1) one
       LEFT JOIN site s ON s.name = $5 OR $5 IS NULL
       LEFT JOIN endpoint e ON e.site_id = s.id AND e.host = $1 AND e.port = $2 AND e.transport = $3 AND e.server_name = ANY ($4::text[])
      ORDER BY e.id IS NULL, s.name = $6 DESC, s.name, e.server_name LIMIT 1`,
    [host, port, transport, names, site, readEnv().COUNTERSIGN_SITE],
  )
  return place
}

interface IdentityRow extends IdentityColumns {
  identityPolicy: Policy | null
  environmentPolicy: Policy | null
  storeId: string | null
}

async function findIdentity(name: string, db: Db): Promise<IdentityRow | undefined> {
  const [identity] = await rows<{ [Key in keyof IdentityRow]: IdentityRow[Key] }>(
    db,
    `SELECT ${identityColumns}, i.policy AS "identityPolicy", env.policy AS "environmentPolicy", ${identityStoreId} AS "storeId"
       FROM ${identityStoreTables} WHERE i.name = $1`,
    [name],
  )
  return identity
}

/** For an identity that nobody recorded: the bundle of its trust domain, else the default store. */
async function findStore({ kind, name }: Question['identity'], db: Db): Promise<string | null> {
  const [store] = await rows<{ id: string }>(
    db,
    `SELECT id FROM trust_store WHERE trust_domain = $1 OR is_default
      ORDER BY trust_domain = $1 DESC NULLS LAST, created_at LIMIT 1`,
    [kind === 'spiffe' ? (name.split('/')[2] ?? null) : null],
  )
  return store?.id ?? null
}

/** Whoever asks may expect more of a key than the policy does, never less; whether clients are proven is theirs to ask. */
function policyOf({ pins, issuerPins, mtls }: Question, policy: EffectivePolicy): EffectivePolicy {
  return {
    ...policy,
    pins: narrowed(policy.pins, pins),
    issuerPins: narrowed(policy.issuerPins, issuerPins),
    mtls: mtls ?? policy.mtls ?? 'none',
  }
}

function narrowed(own: readonly string[] | null, asked: readonly string[] | undefined): readonly string[] | null {
  if (asked === undefined) return own
  return own === null ? asked : asked.filter((hash) => own.includes(hash))
}
