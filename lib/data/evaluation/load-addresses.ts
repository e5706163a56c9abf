import type { AddressFacts } from '#lib/checks/facts.ts'
import { valueOf } from '#lib/core/observed.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import { chainsBesideMain } from '#lib/tls/shown-chains.ts'
import { type Certificate, certificateFieldsVersion } from '#lib/x509/certificate.ts'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'
import { readFacts, readOutcome, type StoredFacts, type StoredOutcome } from '../observations/read-facts.ts'
import { groupBy } from '../observations/sighting.ts'
import { type Db, rows } from '../sql.ts'

interface AddressRow {
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

/** The addresses that the endpoints' names resolve to now. Two queries, however many endpoints. */
export async function loadAddresses(db: Db, endpointIds: readonly string[]): Promise<LoadedAddresses> {
  const found = await rows<AddressRow>(
    db,
    `SELECT a.id AS "addressId", a.endpoint_id AS "endpointId", host(a.ip) AS ip, a.last_outcome_detail AS "lastOutcome",
            a.last_scan_at AS "lastScanAt", a.posture_at AS "postureAt", a.mtls_at AS "mtlsAt", o.id AS "observationId", o.last_seen_at AS "lastSeenAt", o.facts
       FROM address a LEFT JOIN observation o ON o.id = a.latest_observation_id
      WHERE a.endpoint_id = ANY ($1::uuid[]) AND a.gone_at IS NULL AND a.last_scan_at IS NOT NULL
      ORDER BY a.endpoint_id, a.ip`,
    [endpointIds],
  )
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

/** Both by SHA-256 in hex. Fields of an older shape are read anew from the DER. */
async function loadCertificates(
  db: Db,
  hashes: readonly string[],
): Promise<{ certificates: Map<string, Certificate>; ders: Map<string, Uint8Array> }> {
  const wanted = [...new Set(hashes)]
  if (wanted.length === 0) return { certificates: new Map(), ders: new Map() }
  const found = await rows<{ sha256: string; fields: Certificate; der: Buffer; isOld: boolean }>(
    db,
    `SELECT encode(sha256, 'hex') AS sha256, fields, der, fields_version <> $2 AS "isOld"
       FROM certificate WHERE sha256 = ANY ($1::bytea[])`,
    [wanted.map((hash) => Buffer.from(hash, 'hex')), certificateFieldsVersion],
  )
  return {
    certificates: new Map(found.map((row) => [row.sha256, row.isOld ? parseCertificate(row.der) : row.fields])),
    ders: new Map(found.map((row) => [row.sha256, row.der])),
  }
}
