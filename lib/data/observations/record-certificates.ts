import { newId } from '#lib/core/ids.ts'
import { type Certificate, certificateFieldsVersion } from '#lib/x509/certificate.ts'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'
import { type Db, rows } from '../sql.ts'
import { indexable, storableInstant, storableJson } from '../storable.ts'
import type { UnreadableCertificate } from './sighting.ts'

/** What later steps need of a recorded certificate. */
export interface CertificateRow {
  readonly id: string
  readonly sha256: string
  readonly spki: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly keyAlgorithm: string
}

export interface RecordedCertificates {
  /** By SHA-256 in hex. */
  readonly known: ReadonlyMap<string, CertificateRow>
  readonly unreadable: ReadonlyMap<string, UnreadableCertificate>
  readonly added: number
}

interface ReadCertificate {
  readonly fields: Certificate
  readonly der: Uint8Array
  readonly notBefore: Date
  readonly notAfter: Date
}

/**
 * Records certificates by SHA-256 of their DER; each that is new is read once. Hashes are taken in order, so that two
 * transactions that bring the same certificates wait for each other and never block in a ring.
 */
export async function recordCertificates(
  tx: Db,
  ders: ReadonlyMap<string, Uint8Array>,
  at: Date,
): Promise<RecordedCertificates> {
  const hashes = [...ders.keys()].sort()
  const known = await findCertificates(tx, hashes)
  const unreadable = new Map<string, UnreadableCertificate>()
  const fresh: ReadCertificate[] = []
  for (const hash of hashes) {
    const der = ders.get(hash)
    if (!der || known.has(hash)) continue
    const read = readCertificate(der)
    if (typeof read !== 'string') fresh.push(read)
    else unreadable.set(hash, { sha256: hash, der: Buffer.from(der).toString('base64'), problem: read })
  }
  await touchCertificates(tx, known, at)
  if (fresh.length === 0) return { known, unreadable, added: 0 }
  const added = await insertCertificates(tx, fresh, at)
  return { known: await findCertificates(tx, hashes), unreadable, added }
}

/** Those on record, by SHA-256 in hex. */
export async function findCertificates(tx: Db, hashes: readonly string[]): Promise<Map<string, CertificateRow>> {
  if (hashes.length === 0) return new Map()
  const found = await rows<{ [Key in keyof CertificateRow]: CertificateRow[Key] }>(
    tx,
    `SELECT id, encode(sha256, 'hex') AS sha256, encode(spki_sha256, 'hex') AS spki, not_before AS "notBefore",
            not_after AS "notAfter", key_algorithm AS "keyAlgorithm"
       FROM certificate WHERE sha256 = ANY ($1::bytea[])`,
    [hashes.map((hash) => Buffer.from(hash, 'hex'))],
  )
  return new Map(found.map((row) => [row.sha256, row]))
}

/** The certificate and its validity, or why it can't be read. */
function readCertificate(der: Uint8Array): ReadCertificate | string {
  try {
    const fields = parseCertificate(der)
    const notBefore = storableInstant(fields.notBefore)
    const notAfter = storableInstant(fields.notAfter)
    if (!notBefore || !notAfter) return 'validity: no instant'
    return { fields, der, notBefore, notAfter }
  } catch (error) {
    // The reader throws its own error alone (its contract); whatever it is, one server's bytes never stop a batch.
    return error instanceof Error ? error.message : String(error)
  }
}

async function insertCertificates(tx: Db, fresh: readonly ReadCertificate[], at: Date): Promise<number> {
  const inserted = await rows<{ id: string; sha256: string }>(
    tx,
    `INSERT INTO certificate (id, sha256, spki_sha256, der, subject, issuer, serial, not_before, not_after, is_ca,
            self_signed, key_algorithm, key_bits, signature_algorithm, fields, fields_version, problems,
            first_seen_at, last_seen_at)
     SELECT id, sha256, spki, der, subject, issuer, serial, not_before, not_after, is_ca, self_signed, key_algorithm,
            key_bits, signature_algorithm, fields::jsonb, $16, problems::jsonb, $17, $17
       FROM unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[], $5::text[], $6::text[], $7::text[],
                   $8::timestamptz[], $9::timestamptz[], $10::bool[], $11::bool[], $12::text[], $13::int[],
                   $14::text[], $15::text[], $18::text[])
         AS t(id, sha256, spki, der, subject, issuer, serial, not_before, not_after, is_ca, self_signed,
              key_algorithm, key_bits, signature_algorithm, fields, problems)
      ORDER BY sha256
     ON CONFLICT (sha256) DO NOTHING RETURNING id, encode(sha256, 'hex') AS sha256`,
    certificateColumns(fresh, at),
  )
  const idOf = new Map(inserted.map((row) => [row.sha256, row.id]))
  await insertNames(
    tx,
    fresh.flatMap(({ fields }) => nameRows(idOf.get(fields.sha256), fields)),
  )
  return inserted.length
}

function certificateColumns(fresh: readonly ReadCertificate[], at: Date): unknown[] {
  const column = <T>(value: (read: ReadCertificate) => T): T[] => fresh.map(value)
  return [
    column(() => newId(at.getTime())),
    column(({ fields }) => Buffer.from(fields.sha256, 'hex')),
    column(({ fields }) => Buffer.from(fields.spkiSha256, 'hex')),
    column(({ der }) => Buffer.from(der)),
    column(({ fields }) => indexable(fields.subject)),
    column(({ fields }) => indexable(fields.issuer)),
    column(({ fields }) => indexable(fields.serial)),
    column(({ notBefore }) => notBefore),
    column(({ notAfter }) => notAfter),
    column(({ fields }) => fields.basicConstraints?.ca ?? false),
    column(({ fields }) => fields.selfSigned),
    column(({ fields }) => indexable(fields.publicKey.algorithm)),
    column(({ fields }) => fields.publicKey.bits),
    column(({ fields }) => indexable(fields.signatureAlgorithm)),
    column(({ fields }) => storableJson(fields)),
    certificateFieldsVersion,
    at,
    column(({ fields }) => storableJson(fields.problems)),
  ]
}

interface NameRow {
  readonly certificateId: string
  readonly kind: string
  readonly value: string
}

/** For search; the names in full stand in the certificate's fields. */
function nameRows(certificateId: string | undefined, fields: Certificate): NameRow[] {
  if (certificateId === undefined) return []
  const names = [
    ...fields.subjectAltNames.filter(({ kind }) => kind !== 'directory' && kind !== 'other'),
    ...fields.subjectCommonNames.map((value) => ({ kind: 'cn', value })),
  ]
  return names.map(({ kind, value }) => ({ certificateId, kind, value: indexable(value) }))
}

async function insertNames(tx: Db, names: readonly NameRow[]): Promise<void> {
  if (names.length === 0) return
  await tx.query(
    `INSERT INTO certificate_name (certificate_id, kind, value)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING`,
    [names.map((name) => name.certificateId), names.map((name) => name.kind), names.map((name) => name.value)],
  )
}

/** At most once an hour for each, and never waiting: one issuing CA stands behind thousands of endpoints. */
async function touchCertificates(tx: Db, known: ReadonlyMap<string, CertificateRow>, at: Date): Promise<void> {
  if (known.size === 0) return
  await tx.query(
    `UPDATE certificate SET last_seen_at = $2 WHERE id IN (
       SELECT id FROM certificate WHERE id = ANY ($1::uuid[]) AND last_seen_at < $2::timestamptz - interval '1 hour'
        ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)`,
    [[...known.values()].map((row) => row.id), at],
  )
}
