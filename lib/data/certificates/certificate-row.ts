import type { BoundedCount } from '#lib/core/page.ts'
import { identityOfEndpoint } from '../served-places.ts'
import { certificateName } from './certificate-name.ts'

/** A certificate in a list. All text in it comes from whoever made the certificate. */
export interface CertificateRow {
  readonly id: string
  /** Lower-case hex, as are the key's hash and the serial number. */
  readonly sha256: string
  readonly spkiSha256: string
  /** First DNS name or URI, else the subject, else the serial number. */
  readonly name: string
  /** How many alternative names it has. */
  readonly nameCount: number
  readonly subject: string
  readonly issuer: string
  readonly serial: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly isCa: boolean
  readonly selfSigned: boolean
  readonly keyAlgorithm: string
  readonly keyBits: number | null
  readonly signatureAlgorithm: string
  readonly firstSeenAt: Date
  readonly lastSeenAt: Date
  /** Endpoints that serve it now, at any position of the chain. */
  readonly endpoints: BoundedCount
  /** Names of the environments in which it is served now. */
  readonly environments: readonly string[]
  /** Other certificates with the same key. */
  readonly sameKey: number
  /** Names of the trust stores of which it is an anchor. */
  readonly anchorOf: readonly string[]
}

/** Presences of one certificate that a list looks at: an issuing CA stands behind thousands. */
const mostPlaces = 1000

export interface CertificateColumns extends Omit<{ [Key in keyof CertificateRow]: CertificateRow[Key] }, 'endpoints'> {
  readonly endpoints: number
  readonly places: number
}

/** Of a certificate `c`, with `certificateRowJoins`. */
export const certificateRowColumns = `c.id, encode(c.sha256, 'hex') AS sha256, encode(c.spki_sha256, 'hex') AS "spkiSha256",
  ${certificateName} AS name, coalesce(jsonb_array_length(c.fields -> 'subjectAltNames'), 0) AS "nameCount",
  c.subject, c.issuer, c.serial, c.not_before AS "notBefore", c.not_after AS "notAfter", c.is_ca AS "isCa",
  c.self_signed AS "selfSigned", c.key_algorithm AS "keyAlgorithm", c.key_bits AS "keyBits",
  c.signature_algorithm AS "signatureAlgorithm", c.first_seen_at AS "firstSeenAt", c.last_seen_at AS "lastSeenAt",
  served.endpoints, served.places, served.environments,
  (SELECT count(*)::int - 1 FROM certificate other WHERE other.spki_sha256 = c.spki_sha256) AS "sameKey",
  ARRAY(SELECT ts.name FROM trust_anchor ta JOIN trust_store ts ON ts.id = ta.trust_store_id WHERE ta.certificate_id = c.id ORDER BY 1) AS "anchorOf"`

export const certificateRowJoins = `CROSS JOIN LATERAL (
  SELECT count(DISTINCT e.id)::int AS endpoints, count(*)::int AS places,
         coalesce(array_agg(DISTINCT env.name) FILTER (WHERE env.name IS NOT NULL), '{}') AS environments
    FROM (SELECT address_id FROM presence WHERE certificate_id = c.id AND closed_at IS NULL LIMIT ${mostPlaces + 1}) p
    JOIN address a ON a.id = p.address_id AND a.gone_at IS NULL
    JOIN endpoint e ON e.id = a.endpoint_id AND e.enabled ${identityOfEndpoint}) served`

export function toCertificateRow({ endpoints, places, ...columns }: CertificateColumns): CertificateRow {
  return { ...columns, endpoints: { count: endpoints, exact: places <= mostPlaces } }
}
