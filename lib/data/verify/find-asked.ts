import { isIP } from 'node:net'
import type { IdentityRecord } from '#lib/checks/facts.ts'
import { type EffectivePolicy, effectivePolicy, type Policy } from '#lib/checks/policy.ts'
import { readEnv } from '#lib/core/env.ts'
import { answersPool } from '#lib/db/client.ts'
import { type IdentityColumns, identityColumns, toIdentityRecord } from '../evaluation/identity-record.ts'
import { type EndpointRows, endpointReadings } from '../evaluation/load-endpoint-facts.ts'
import { type Reading, readTogether } from '../read-together.ts'
import type { Db } from '../sql.ts'
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

type Rows = { place: PlaceRow; identity: IdentityRow; store: { id: string } } & EndpointRows

export interface Found {
  readonly asked: Asked
  /** What is on record of its endpoint, not judged yet. */
  readonly onRecord: { readonly [Name in keyof EndpointRows]: readonly EndpointRows[Name][] }
}

/** What the question names, as it is on record at one instant. One query. */
export async function findAsked(question: Question, db: Db = answersPool()): Promise<Found> {
  const found = await findNamed(question, db)
  const [[place], [known], [store]] = [found.place, found.identity, found.store]
  const record = known && toIdentityRecord(known)
  const asked: Asked = {
    question,
    at: place?.now ?? new Date(),
    site: place?.siteId && place.siteName ? { id: place.siteId, name: place.siteName } : null,
    endpoint: place?.endpointId ? { id: place.endpointId, enabled: place.enabled === true } : null,
    identity: record ?? namedIdentity(question.identity),
    identityId: record?.id ?? null,
    policy: policyOf(question, effectivePolicy(known?.environmentPolicy ?? null, known?.identityPolicy ?? null)),
    storeId: known ? known.storeId : (store?.id ?? null),
  }
  return { asked, onRecord: found }
}

function findNamed({ endpoint, identity: { kind, name } }: Question, db: Db) {
  const { host, port, serverName, transport, site } = endpoint
  // A record may name the address that is dialled, and nothing is sent for it; a name is sent.
  const names = serverName === '' && isIP(host) !== 0 ? ['', host] : [serverName]
  const trustDomain = kind === 'spiffe' ? (name.split('/')[2] ?? null) : null
  const values = [host, port, transport, names, site, readEnv().COUNTERSIGN_SITE, name, trustDomain]
  return readTogether<Rows>(db, readings, values, ['place', findPlace])
}

interface IdentityRow extends IdentityColumns {
  identityPolicy: Policy | null
  environmentPolicy: Policy | null
  storeId: string | null
}

/** The endpoint where a site has it, this installation's own first; else the site that would look. */
const findPlace = `SELECT clock_timestamp() AS now, s.id AS "siteId", s.name AS "siteName", e.id AS "endpointId", e.enabled
  FROM (SELECT 1) one
  LEFT JOIN site s ON s.name = $5::text OR $5::text IS NULL
  LEFT JOIN endpoint e ON e.site_id = s.id AND e.host = $1::text AND e.port = $2::int AND e.transport = $3::text
       AND e.server_name = ANY ($4::text[])
   ORDER BY e.id IS NULL, s.name = $6::text DESC, s.name, e.server_name LIMIT 1`

const identity: Reading<IdentityRow> = {
  text: `SELECT ${identityColumns}, i.policy AS "identityPolicy", env.policy AS "environmentPolicy", ${identityStoreId} AS "storeId"
           FROM ${identityStoreTables} WHERE i.name = $7::text`,
  dates: ['identityRetiredAt'],
}

/** For an identity that nobody recorded: the bundle of its trust domain, else the default store. */
const store: Reading<{ id: string }> = {
  text: `SELECT id FROM trust_store WHERE trust_domain = $8::text OR is_default
          ORDER BY trust_domain = $8::text DESC NULLS LAST, created_at LIMIT 1`,
}

const readings = {
  place: { text: 'SELECT * FROM place', dates: ['now'] } satisfies Reading<PlaceRow>,
  identity,
  store,
  ...endpointReadings('ARRAY(SELECT "endpointId" FROM place)'),
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
