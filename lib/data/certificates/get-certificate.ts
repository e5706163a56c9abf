import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'
import {
  type CertificateColumns,
  type CertificateRow,
  certificateRowColumns,
  certificateRowJoins,
  toCertificateRow,
} from './certificate-row.ts'
import { readStored, type StoredCertificate, storedColumns } from './stored-certificate.ts'

export interface CertificateDetail extends CertificateRow {
  /** Everything that was read from the DER. */
  readonly fields: Certificate
  readonly derBytes: number
}

/** By SHA-256 of the DER in hex. Throws `not-found`. */
export async function getCertificate(principal: Principal, sha256: string): Promise<CertificateDetail> {
  requireRole(principal, 'viewer')
  const [found] = await rows<{ [Key in keyof CertificateColumns]: CertificateColumns[Key] } & StoredCertificate>(
    pool(),
    `SELECT ${certificateRowColumns}, ${storedColumns} FROM certificate c ${certificateRowJoins} WHERE c.sha256 = $1`,
    [hashBytes(sha256)],
  )
  if (!found) throw missing()
  const { fields, fieldsVersion, der, ...columns } = found
  const read = readStored({ fields, fieldsVersion, der })
  return { ...toCertificateRow(columns), fields: read, derBytes: der.length }
}

/** RFC 7468, with a line break at the end. Throws `not-found`. */
export async function getCertificatePem(principal: Principal, sha256: string): Promise<string> {
  requireRole(principal, 'viewer')
  const [found] = await rows<{ der: Buffer }>(pool(), 'SELECT der FROM certificate WHERE sha256 = $1', [
    hashBytes(sha256),
  ])
  if (!found) throw missing()
  const lines = found.der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

/** SHA-256 in hex of the certificate with this id of our own, for links that know no more; null where there is none. */
export async function findCertificateHash(principal: Principal, id: string): Promise<string | null> {
  requireRole(principal, 'viewer')
  if (!isUuid(id)) return null
  const [found] = await rows<{ sha256: string }>(
    pool(),
    `SELECT encode(sha256, 'hex') AS sha256 FROM certificate WHERE id = $1`,
    [id],
  )
  return found?.sha256 ?? null
}

function hashBytes(sha256: string): Buffer {
  if (!/^[0-9a-fA-F]{64}$/.test(sha256)) throw missing()
  return Buffer.from(sha256, 'hex')
}

function missing(): AppError {
  return new AppError('not-found', 'There is no certificate with this fingerprint.')
}
