import { identityOfEndpoint, servedNow, servedPlaces } from '../served-places.ts'

/**
 * SQL of the places of clusters, one query per subject: `hash` (bytea), `item` (text: a certificate's id, or nothing),
 * endpoint, identity, owner, environment and whether that is production. What is served counts, as everywhere
 * (served-places.ts); what somebody merely issued does not.
 */
const placeColumns =
  'e.id AS endpoint_id, i.id AS identity_id, i.owner, env.id AS environment_id, env.name AS environment, env.production'

/**
 * Leaves by key, and public certificates used as clients, which nobody has to serve: those have no endpoint. `checks`: SQL
 * of the ids of the checks that tell of them; `only`: SQL of one key.
 */
export function keyPlaces(checks: string, only?: string): string {
  return `SELECT DISTINCT c.spki_sha256 AS hash, c.id AS certificate_id, ${placeColumns}
    FROM ${servedPlaces} JOIN certificate c ON c.id = p.certificate_id ${identityOfEndpoint}
   WHERE p.position = 0 AND ${servedNow}${only === undefined ? '' : ` AND c.spki_sha256 = ${only}`}
  UNION ALL SELECT DISTINCT client.hash, client.certificate_id, NULL::uuid, i.id, i.owner, env.id, env.name, env.production
    FROM (${publicClientPlaces(checks, only)}) client
    JOIN identity i ON i.id = client.identity_id LEFT JOIN environment env ON env.id = i.environment_id`
}

/** Certificates that failing verdicts on identities name, with the date from which they work no more. */
export function publicClientPlaces(checks: string, only?: string): string {
  return `SELECT c.spki_sha256 AS hash, c.id AS certificate_id, v.subject_id AS identity_id, (told.one ->> 'breaksAt')::timestamptz AS breaks_at
    FROM verdict v CROSS JOIN LATERAL jsonb_path_query(v.evidence, '$.certificates[*]') told(one)
    JOIN certificate c ON c.sha256 = decode(told.one ->> 'sha256', 'hex')
   WHERE v.outcome = 'fail' AND v.subject_kind = 'identity' AND v.check_id = ANY (${checks}::text[])${only === undefined ? '' : ` AND c.spki_sha256 = ${only}`}`
}

/** Keys of anchors of stores that belong to environments; stores of public roots belong to nobody. */
export const authorityKeys = `SELECT DISTINCT c.spki_sha256 AS hash
  FROM trust_anchor ta JOIN trust_store ts ON ts.id = ta.trust_store_id AND NOT ts.public_roots
  JOIN environment owned ON owned.trust_store_id = ts.id JOIN certificate c ON c.id = ta.certificate_id`

const mostSteps = 8

/** Leaves whose signatures lead to a key of `roots` (SQL of rows with `hash`), as far as signatures were verified. */
export function authorityPlaces(roots: string): string {
  return `SELECT DISTINCT below.hash, c.id AS certificate_id, ${placeColumns}
    FROM (WITH RECURSIVE below AS (
            SELECT hash, hash AS spki, NULL::uuid AS id, 0 AS step FROM (${roots}) root
            UNION
            SELECT below.hash, c.spki_sha256, c.id, below.step + 1
              FROM below JOIN verified_edge v ON v.issuer_spki_sha256 = below.spki AND v.outcome = 'verified'
              JOIN certificate c ON c.sha256 = v.child_sha256
             WHERE below.step < ${mostSteps}
          ) SELECT DISTINCT hash, id FROM below WHERE id IS NOT NULL) below
    JOIN certificate c ON c.id = below.id
    JOIN presence p ON p.certificate_id = c.id AND p.position = 0 AND ${servedNow}
    JOIN address a ON a.id = p.address_id AND a.gone_at IS NULL
    JOIN endpoint e ON e.id = a.endpoint_id AND e.enabled ${identityOfEndpoint}`
}

/** The name of a CA as the URL knows it. */
const nameHash = `sha256(convert_to(asked.name, 'UTF8'))`

/** CAs from which servers say to take clients, by name, which is all that a CertificateRequest tells; `only`: SQL of one name's hash. */
export function clientAuthorityPlaces(only?: string): string {
  return `SELECT DISTINCT ${nameHash} AS hash, asked.name, ${placeColumns}
    FROM endpoint e JOIN address a ON a.endpoint_id = e.id AND a.gone_at IS NULL
    JOIN observation o ON o.id = a.latest_observation_id
    CROSS JOIN LATERAL (SELECT o.facts #> '{clientCertificateRequest,value,authorities}' AS named OFFSET 0) request
    CROSS JOIN LATERAL jsonb_array_elements_text(
      CASE WHEN jsonb_typeof(request.named) = 'array' THEN request.named ELSE '[]' END) asked(name)
    ${identityOfEndpoint}
   WHERE e.enabled AND (e.mtls IS NULL OR e.mtls <> 'NOT-REQUESTED')${only === undefined ? '' : ` AND ${nameHash} = ${only}`}`
}

/** What is known of named CAs, where they are an anchor of any store. */
export const knownAuthorities = `SELECT c.subject AS name, bool_or(ts.public_roots) AS is_public, max(c.not_after) AS not_after,
       array_agg(DISTINCT owned.id) FILTER (WHERE owned.id IS NOT NULL AND NOT ts.public_roots) AS environment_ids
  FROM trust_anchor ta JOIN certificate c ON c.id = ta.certificate_id JOIN trust_store ts ON ts.id = ta.trust_store_id
  LEFT JOIN environment owned ON owned.trust_store_id = ts.id GROUP BY c.subject`
