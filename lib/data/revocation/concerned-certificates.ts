import { servedNow, servedPlaces } from '../served-places.ts'
import { mostUrls, shortLifeDays } from './evidence-kind.ts'

/** Longer ones fit no index, and no certificate of good will has them. In octets. */
const maxUrlOctets = 2048

/**
 * Certificates (`concerned`) whose revocation matters at the site `$1`: those that its endpoints serve, and whose keys
 * signed them, up to the anchors; with what they point at (`wanted`).
 */
export const concernedAndWanted = `concerned AS (
  SELECT c.id, c.sha256 FROM certificate c WHERE c.not_after > now() AND c.id IN (
    SELECT p.certificate_id FROM ${servedPlaces} WHERE ${servedNow} AND e.site_id = $1)
  UNION
  SELECT i.id, i.sha256 FROM concerned child
    JOIN verified_edge v ON v.child_sha256 = child.sha256 AND v.outcome = 'verified'
    JOIN certificate i ON i.spki_sha256 = v.issuer_spki_sha256 AND i.is_ca AND i.not_after > now()
), pointing AS (
  SELECT c.id, c.sha256, c.not_after - c.not_before > interval '${shortLifeDays} days' AS long, named.kind, named.url
    FROM concerned JOIN certificate c ON c.id = concerned.id AND NOT c.self_signed
    CROSS JOIN LATERAL (
      SELECT 'crl' AS kind, url, n FROM jsonb_array_elements_text(c.fields -> 'crlUrls') WITH ORDINALITY AS t(url, n)
      UNION ALL
      SELECT 'ocsp', url, n FROM jsonb_array_elements_text(c.fields -> 'ocspUrls') WITH ORDINALITY AS t(url, n)
      UNION ALL
      SELECT 'issuer', url, n FROM jsonb_array_elements_text(c.fields -> 'caIssuersUrls') WITH ORDINALITY AS t(url, n)
    ) named
   WHERE named.n <= ${mostUrls} AND named.url ~* '^https?://' AND octet_length(named.url) <= ${maxUrlOctets}
), wanted AS MATERIALIZED (
  SELECT id, sha256, NULL::bytea AS issuer, kind, url, ''::bytea AS question FROM pointing WHERE kind <> 'ocsp'
  UNION ALL
  SELECT p.id, p.sha256, v.issuer_spki_sha256, kind, url, ${questionOf('p.sha256', 'v.issuer_spki_sha256')}
    FROM pointing p JOIN verified_edge v ON v.child_sha256 = p.sha256 AND v.outcome = 'verified'
   WHERE kind = 'ocsp' AND long
)`

/** SQL of what tells questions to a responder apart: which certificate, under which key; SHA-256 of each. */
export function questionOf(sha256: string, issuerSpkiSha256: string): string {
  return `${sha256} || ${issuerSpkiSha256}`
}
