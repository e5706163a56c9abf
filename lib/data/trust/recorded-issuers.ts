import { type Db, rows } from '../sql.ts'

const mostIssuers = 64
const mostSteps = 8

/**
 * DER of CA certificates on record that may stand above a certificate (SHA-256 in hex): those of its issuer's name, of
 * their issuers' names, and so on. Whether any of them signed is for path building to find out.
 */
export async function loadRecordedIssuers(db: Db, sha256: string): Promise<readonly Uint8Array[]> {
  const found = await rows<{ der: Buffer }>(
    db,
    `WITH RECURSIVE above AS (
       SELECT sha256, issuer, 0 AS step FROM certificate WHERE sha256 = $1
       UNION
       SELECT c.sha256, c.issuer, above.step + 1 FROM above JOIN certificate c ON c.subject = above.issuer AND c.is_ca
        WHERE above.step < ${mostSteps} AND above.issuer <> ''
     )
     SELECT c.der FROM certificate c JOIN (SELECT sha256, min(step) AS step FROM above GROUP BY 1) a USING (sha256)
      WHERE a.step > 0 ORDER BY a.step, c.sha256 LIMIT ${mostIssuers}`,
    [Buffer.from(sha256, 'hex')],
  )
  return found.map(({ der }) => der)
}
