import { pool } from '#lib/db/client.ts'
import { certificateName } from '../certificates/certificate-name.ts'
import { rows } from '../sql.ts'

/** A certificate of a chain or path, as far as it is on record. All text in it may be an attacker's. */
export interface CertificateSummary {
  /** In hex. */
  readonly sha256: string
  /** First DNS name or URI, else the subject, else the serial number. */
  readonly name: string
  readonly subject: string
  readonly issuer: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly isCa: boolean
  readonly selfSigned: boolean
  readonly keyAlgorithm: string
  readonly keyBits: number | null
  readonly spkiSha256: string
}

/** By SHA-256 in hex; what is not on record is missing. */
export async function findCertificateSummaries(
  hashes: readonly string[],
): Promise<ReadonlyMap<string, CertificateSummary>> {
  const wanted = [...new Set(hashes)]
  if (wanted.length === 0) return new Map()
  const found = await rows<{ [Key in keyof CertificateSummary]: CertificateSummary[Key] }>(
    pool(),
    `SELECT encode(c.sha256, 'hex') AS sha256, ${certificateName} AS name, c.subject, c.issuer, c.not_before AS "notBefore",
            c.not_after AS "notAfter", c.is_ca AS "isCa", c.self_signed AS "selfSigned", c.key_algorithm AS "keyAlgorithm",
            c.key_bits AS "keyBits", encode(c.spki_sha256, 'hex') AS "spkiSha256"
       FROM certificate c WHERE c.sha256 = ANY ($1::bytea[])`,
    [wanted.map((hash) => Buffer.from(hash, 'hex'))],
  )
  return new Map(found.map((row) => [row.sha256, row]))
}
