import { type AssessedSct, assessScts } from '#lib/checks/ct-standing.ts'
import { AppError } from '#lib/core/errors.ts'
import { sha256Hex } from '#lib/core/ids.ts'
import { valueOf } from '#lib/core/observed.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'
import type { CtLog } from '#lib/x509/transparency/ct-log.ts'
import type { SctOutcome } from '#lib/x509/transparency/judge-sct.ts'
import { signedTimestamps } from '#lib/x509/transparency/signed-timestamps.ts'
import { deliveredScts } from '../evaluation/with-timestamps.ts'
import { readFacts, type StoredFacts } from '../observations/read-facts.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { loadCurrentLogList } from './stored-log-list.ts'

export interface CertificateTimestamps {
  /** By which its SCTs were judged; null where none is on record. */
  readonly list: { readonly version: string; readonly asOf: string } | null
  /** Embedded ones first, then those that came beside it where it is served now, each once. */
  readonly scts: readonly CertificateTimestamp[]
}

/** `outcome`: null where no list of logs is on record. */
export type CertificateTimestamp = Omit<AssessedSct, 'outcome'> & { readonly outcome: SctOutcome | null }

/** Addresses of which one page asks what they sent. */
const mostPlaces = 50

/**
 * The SCTs of a certificate by its SHA-256 in hex, each with its log and what it is worth now: those that it embeds, and
 * those that came in the handshake or the stapled OCSP response where it is served as a leaf. Throws `not-found`.
 */
export async function getCertificateTimestamps(
  principal: Principal,
  sha256: string,
  now: Date = new Date(),
): Promise<CertificateTimestamps> {
  requireRole(principal, 'viewer')
  const hash = Buffer.from(/^[0-9a-fA-F]{64}$/.test(sha256) ? sha256 : '', 'hex')
  const [found] = await rows<{ der: Buffer; issuerKeySha256: string | null }>(
    pool(),
    `SELECT der, (SELECT encode(e.issuer_spki_sha256, 'hex') FROM verified_edge e
                   WHERE e.child_sha256 = c.sha256 AND e.outcome = 'verified' LIMIT 1) AS "issuerKeySha256"
       FROM certificate c WHERE c.sha256 = $1`,
    [hash],
  )
  if (!found) throw new AppError('not-found', 'There is no certificate with this fingerprint.')
  const { der, issuerKeySha256 } = found
  const [list, served] = await Promise.all([loadCurrentLogList(pool()), listFacts(hash)])
  const { serial, notAfter } = parseCertificate(der)
  const beside = served
    .map(readFacts)
    .filter(({ chain }) => valueOf(chain)?.[0] === hash.toString('hex'))
    .map((facts) => deliveredScts(facts, serial))
  const presented = {
    der,
    issuerKeySha256,
    handshake: eachOnce(beside.flatMap(({ handshake }) => handshake)),
    staple: eachOnce(beside.flatMap(({ staple }) => staple)),
  }
  const logs = list?.logs ?? new Map<string, CtLog>()
  const scts = assessScts(signedTimestamps(presented, logs), logs, new Date(notAfter), now)
  if (list === null) return { list, scts: scts.map((sct) => ({ ...sct, outcome: null })) }
  return { list: { version: list.version, asOf: list.asOf }, scts }
}

/** What was last seen where the certificate is served as a leaf now. */
async function listFacts(hash: Buffer): Promise<StoredFacts[]> {
  const found = await rows<{ facts: StoredFacts }>(
    pool(),
    `SELECT o.facts FROM certificate c
       JOIN presence p ON p.certificate_id = c.id AND p.position = 0 AND p.closed_at IS NULL
       JOIN address a ON a.id = p.address_id AND a.gone_at IS NULL
       JOIN observation o ON o.id = a.latest_observation_id
      WHERE c.sha256 = $1 ORDER BY o.last_seen_at DESC, o.id LIMIT ${mostPlaces}`,
    [hash],
  )
  return found.map(({ facts }) => facts)
}

function eachOnce(scts: readonly Uint8Array[]): readonly Uint8Array[] {
  return [...new Map(scts.map((sct) => [sha256Hex(sct), sct])).values()]
}
