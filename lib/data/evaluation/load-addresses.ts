import type { AddressFacts } from '#lib/checks/facts.ts'
import { valueOf } from '#lib/core/observed.ts'
import { remember } from '#lib/core/remember.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import { chainsBesideMain } from '#lib/tls/shown-chains.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import { readStored, type StoredCertificate, storedColumns } from '../certificates/stored-certificate.ts'
import { readFacts, readOutcome, type StoredFacts, type StoredOutcome } from '../observations/read-facts.ts'
import { groupBy } from '../observations/sighting.ts'
import type { Reading } from '../read-together.ts'
import { type Db, rows } from '../sql.ts'

export interface AddressRow {
  addressId: string
  endpointId: string
  ip: string
  lastOutcome: StoredOutcome
  lastScanAt: Date
  observationId: string | null
  lastSeenAt: Date | null
  postureAt: Date | null
  mtlsAt: Date | null
  facts: StoredFacts | null
}

export interface LoadedAddresses {
  readonly byEndpoint: ReadonlyMap<string, readonly AddressFacts[]>
  /** DER of all certificates that their facts name, by SHA-256 in hex. */
  readonly ders: ReadonlyMap<string, Uint8Array>
}

/** The addresses that endpoints' names resolve to now. `ids`: what holds ids of endpoints. */
export const currentAddresses = (ids = '$1'): Reading<AddressRow> => ({
  text: `SELECT a.id AS "addressId", a.endpoint_id AS "endpointId", host(a.ip) AS ip, a.last_outcome_detail AS "lastOutcome",
            a.last_scan_at AS "lastScanAt", a.posture_at AS "postureAt", a.mtls_at AS "mtlsAt", o.id AS "observationId", o.last_seen_at AS "lastSeenAt", o.facts
       FROM address a LEFT JOIN observation o ON o.id = a.latest_observation_id
      WHERE a.endpoint_id = ANY (${ids}::uuid[]) AND a.gone_at IS NULL AND a.last_scan_at IS NOT NULL
      ORDER BY a.endpoint_id, a.ip`,
  dates: ['lastScanAt', 'lastSeenAt', 'postureAt', 'mtlsAt'],
})

/** With the certificates that they name: one query at most, however many there are. */
export async function toAddresses(db: Db, found: readonly AddressRow[]): Promise<LoadedAddresses> {
  const { certificates, ders } = await loadCertificates(
    db,
    found.flatMap((row) => (row.facts ? hashesOf(readFacts(row.facts)) : [])),
  )
  const facts = found.map((row) => ({ endpointId: row.endpointId, address: toAddressFacts(row, certificates) }))
  const grouped = groupBy(facts, (one) => one.endpointId)
  return { byEndpoint: new Map([...grouped].map(([id, group]) => [id, group.map((one) => one.address)])), ders }
}

function hashesOf(facts: TlsFacts): readonly string[] {
  return [...chainOf(facts), ...chainsBesideMain(facts).flat()]
}

function chainOf(facts: TlsFacts): readonly string[] {
  return valueOf(facts.chain) ?? []
}

function toAddressFacts(row: AddressRow, certificates: ReadonlyMap<string, Certificate>): AddressFacts {
  const { addressId, ip, lastScanAt, observationId, lastSeenAt } = row
  const lastOutcome = readOutcome(row.lastOutcome)
  if (observationId === null || lastSeenAt === null || row.facts === null) {
    return { addressId, ip, lastOutcome, lastScanAt, latest: null }
  }
  const facts = readFacts(row.facts)
  const asOf = { posture: row.postureAt, mtls: row.mtlsAt }
  const recorded = (hashes: readonly string[]) => hashes.flatMap((hash) => certificates.get(hash) ?? [])
  const chain = recorded(chainOf(facts))
  const otherCertificates = recorded([...new Set(chainsBesideMain(facts).flat())])
  const latest = { observationId, lastSeenAt, asOf, facts, chain, otherCertificates }
  return { addressId, ip, lastOutcome, lastScanAt, latest }
}

interface Read {
  readonly fields: Certificate
  readonly der: Uint8Array
}

/** By SHA-256 in hex, which tells all of a certificate: a few kilobytes each. */
const read = new Map<string, Read>()
const mostRead = 4096

/** Both by SHA-256 in hex. */
async function loadCertificates(
  db: Db,
  hashes: readonly string[],
): Promise<{ certificates: Map<string, Certificate>; ders: Map<string, Uint8Array> }> {
  const wanted = [...new Set(hashes)]
  const at = new Map(wanted.flatMap((hash) => readBefore(hash)))
  const missing = wanted.filter((hash) => !at.has(hash))
  for (const [hash, one] of missing.length === 0 ? [] : await readCertificates(db, missing)) {
    at.set(hash, one)
    remember(read, mostRead, hash, one)
  }
  return {
    certificates: new Map([...at].map(([hash, { fields }]) => [hash, fields])),
    ders: new Map([...at].map(([hash, { der }]) => [hash, der])),
  }
}

function readBefore(hash: string): [string, Read][] {
  const known = read.get(hash)
  return known ? [[hash, known]] : []
}

async function readCertificates(db: Db, hashes: readonly string[]): Promise<[string, Read][]> {
  const found = await rows<StoredCertificate & { sha256: string }>(
    db,
    `SELECT encode(c.sha256, 'hex') AS sha256, ${storedColumns} FROM certificate c WHERE c.sha256 = ANY ($1::bytea[])`,
    [hashes.map((hash) => Buffer.from(hash, 'hex'))],
  )
  return found.map((row) => [row.sha256, { fields: readStored(row), der: row.der }])
}
