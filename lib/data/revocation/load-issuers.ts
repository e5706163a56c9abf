import { ParseError } from '#lib/x509/parse-error.ts'
import { tryReadChainCertificate } from '#lib/x509/path/anchors.ts'
import type { ChainCertificate } from '#lib/x509/path/chain-certificate.ts'
import { type Db, rows } from '../sql.ts'

/** Certificates of one key that are looked at. */
const mostPerKey = 8

/** CA certificates on record by SHA-256 of their SPKI in hex, those that can be read strictly. */
export async function loadIssuers(
  db: Db,
  spkiSha256: readonly string[],
): Promise<Map<string, readonly ChainCertificate[]>> {
  const keys = [...new Set(spkiSha256)]
  if (keys.length === 0) return new Map()
  const found = await rows<{ der: Buffer }>(
    db,
    `SELECT c.der FROM unnest($1::bytea[]) AS k(spki) CROSS JOIN LATERAL (
       SELECT der FROM certificate WHERE spki_sha256 = k.spki AND is_ca ORDER BY not_after DESC LIMIT ${mostPerKey}) c`,
    [keys.map((key) => Buffer.from(key, 'hex'))],
  )
  const read = found.flatMap(({ der }) => {
    const certificate = tryReadChainCertificate(der)
    return certificate instanceof ParseError ? [] : [certificate]
  })
  return Map.groupBy(read, (certificate) => certificate.spkiSha256)
}
