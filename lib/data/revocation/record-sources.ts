import { pool } from '#lib/db/client.ts'
import { ParseError } from '#lib/x509/parse-error.ts'
import { type ChainCertificate, readChainCertificate } from '#lib/x509/path/chain-certificate.ts'
import { ocspRequest } from '#lib/x509/revocation/ocsp-request.ts'
import { rows } from '../sql.ts'
import { concernedAndWanted } from './concerned-certificates.ts'
import { loadIssuers } from './load-issuers.ts'

const batchSize = 500

/**
 * Puts on record what the certificates that a site's endpoints serve point at, each URL (and each question to a
 * responder) once for the whole estate, and forgets what none of them points at any more.
 */
export async function recordSources(siteId: string): Promise<void> {
  await pool().query(
    `WITH RECURSIVE ${concernedAndWanted}, gone AS (
       DELETE FROM fetched_document d WHERE d.site_id = $1 AND NOT EXISTS (
         SELECT 1 FROM wanted w WHERE w.kind = d.kind AND w.url = d.url AND w.question = d.question))
     INSERT INTO fetched_document (kind, url, question, site_id)
     SELECT DISTINCT kind, url, question, $1::uuid FROM wanted WHERE kind <> 'ocsp' ON CONFLICT DO NOTHING`,
    [siteId],
  )
  while ((await recordQuestions(siteId)) === batchSize);
}

interface Missing {
  der: Buffer
  issuer: string
  url: string
  question: Buffer
}

/** The questions to responders, in the form in which every responder knows them. Gives how many were missing. */
async function recordQuestions(siteId: string): Promise<number> {
  const missing = await rows<Missing>(
    pool(),
    `WITH RECURSIVE ${concernedAndWanted}
     SELECT c.der, encode(w.issuer, 'hex') AS issuer, w.url, w.question FROM wanted w JOIN certificate c ON c.id = w.id
      WHERE w.kind = 'ocsp' AND NOT EXISTS (
            SELECT 1 FROM fetched_document d WHERE d.kind = 'ocsp' AND d.url = w.url AND d.question = w.question)
      LIMIT ${batchSize}`,
    [siteId],
  )
  if (missing.length === 0) return 0
  const issuers = await loadIssuers(
    pool(),
    missing.map(({ issuer }) => issuer),
  )
  const requests = missing.map(({ der, issuer }) => requestOf(der, issuers.get(issuer) ?? []))
  await pool().query(
    `INSERT INTO fetched_document (kind, url, question, request, site_id, failure)
     SELECT 'ocsp', url, question, request, $4, CASE WHEN request IS NULL THEN 'bad-certificate' END
       FROM unnest($1::text[], $2::bytea[], $3::bytea[]) AS t(url, question, request) ON CONFLICT DO NOTHING`,
    [missing.map(({ url }) => url), missing.map(({ question }) => question), requests, siteId],
  )
  return missing.length
}

/** Null where either certificate can't be read well enough to be asked about. */
function requestOf(der: Buffer, issuers: readonly ChainCertificate[]): Buffer | null {
  try {
    const certificate = readChainCertificate(der, { paddedSerial: true })
    const issuer = issuers.find(({ subject }) => subject.key === certificate.issuer.key)
    return issuer ? Buffer.from(ocspRequest(certificate, issuer)) : null
  } catch (error) {
    if (error instanceof ParseError || error instanceof RangeError) return null
    throw error
  }
}
