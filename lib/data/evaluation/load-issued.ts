import type { IssuedFact } from '#lib/checks/facts.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import { readStored, type StoredCertificate, storedColumns } from '../certificates/stored-certificate.ts'
import { groupBy } from '../observations/sighting.ts'
import { type Db, rows } from '../sql.ts'

/** Newest certificates of an identity that its checks are given: one of an hour is issued thousands of times. */
const maxIssued = 50
/** Levels of CAs between a leaf and an anchor that are looked at. */
const maxLevels = 5

interface IssuedRow extends StoredCertificate {
  identityId: string
  sources: ('import' | 'api' | 'ct')[]
  seenServed: boolean
}

/** Certificates that were issued for identities, by identity, the newest first; each has an entry. Two queries. */
export async function loadIssued(db: Db, identityIds: readonly string[]): Promise<Map<string, readonly IssuedFact[]>> {
  const found = await rows<IssuedRow>(
    db,
    `SELECT n.identity_id AS "identityId", n.sources, ${storedColumns},
            EXISTS (SELECT 1 FROM presence p WHERE p.certificate_id = c.id AND p.position = 0) AS "seenServed"
       FROM unnest($1::uuid[]) AS asked(id)
      CROSS JOIN LATERAL (
        SELECT ic.identity_id, ic.certificate_id, array_agg(ic.source ORDER BY ic.source) AS sources
          FROM issued_certificate ic JOIN certificate ofit ON ofit.id = ic.certificate_id
         WHERE ic.identity_id = asked.id GROUP BY 1, 2, ofit.not_before ORDER BY ofit.not_before DESC, 2 LIMIT ${maxIssued}) n
       JOIN certificate c ON c.id = n.certificate_id ORDER BY c.not_before DESC, c.id`,
    [identityIds],
  )
  const read = found.map((row) => ({ ...row, certificate: readStored(row) }))
  const issuers = await loadIssuers(
    db,
    read.map(({ certificate }) => certificate.issuer),
  )
  const facts = read.map(({ identityId, certificate, sources, seenServed }) => {
    const own = (issuers.get(certificate.issuer) ?? []).filter((issuer) => mayHaveIssued(issuer, certificate))
    const fact: IssuedFact = {
      certificate,
      sources,
      seenServed,
      issuerSpkiSha256: [...new Set(own.map(({ spkiSha256 }) => spkiSha256))],
      // What a CT log holds was issued under public roots.
      publiclyTrusted: sources.includes('ct') || (own.length === 0 ? null : own.some((issuer) => issuer.isPublic)),
    }
    return { identityId, fact }
  })
  const grouped = groupBy(facts, ({ identityId }) => identityId)
  return new Map(identityIds.map((id) => [id, (grouped.get(id) ?? []).map(({ fact }) => fact)]))
}

interface IssuerRow {
  name: string
  spkiSha256: string
  subjectKeyId: string | null
  /** Whether it is an anchor of public roots, or verified signatures lead to one. */
  isPublic: boolean
}

async function loadIssuers(db: Db, names: readonly string[]): Promise<Map<string, IssuerRow[]>> {
  if (names.length === 0) return new Map()
  const found = await rows<IssuerRow>(
    db,
    `WITH RECURSIVE up AS (
       SELECT id AS first_id, id, sha256, 0 AS level FROM certificate WHERE subject = ANY ($1::text[]) AND is_ca
       UNION
       SELECT up.first_id, ca.id, ca.sha256, up.level + 1 FROM up
         JOIN verified_edge v ON v.child_sha256 = up.sha256 AND v.outcome = 'verified'
         JOIN certificate ca ON ca.spki_sha256 = v.issuer_spki_sha256 AND ca.is_ca WHERE up.level < ${maxLevels}
     )
     SELECT c.subject AS name, encode(c.spki_sha256, 'hex') AS "spkiSha256", c.fields ->> 'subjectKeyId' AS "subjectKeyId",
            EXISTS (SELECT 1 FROM up JOIN trust_anchor t ON t.certificate_id = up.id
                      JOIN trust_store s ON s.id = t.trust_store_id AND s.public_roots WHERE up.first_id = c.id) AS "isPublic"
       FROM certificate c WHERE c.subject = ANY ($1::text[]) AND c.is_ca`,
    [[...new Set(names)]],
  )
  return groupBy(found, ({ name }) => name)
}

/** By name and, where both say it, by key id: which of several CAs of a name it was. */
function mayHaveIssued({ subjectKeyId }: IssuerRow, { authorityKeyId }: Certificate): boolean {
  return subjectKeyId === null || authorityKeyId === null || subjectKeyId === authorityKeyId
}
