import type { AddressFacts, ClientAuthorityFact } from '#lib/checks/facts.ts'
import { valueOf } from '#lib/core/observed.ts'
import { type Db, rows } from '../sql.ts'

/**
 * What is known, by name, of the CAs from which servers say to take client certificates: those that are an anchor of any
 * store. Names of others are left out.
 */
export async function loadClientAuthorities(
  db: Db,
  addresses: Iterable<AddressFacts>,
): Promise<ReadonlyMap<string, ClientAuthorityFact>> {
  const names = new Set([...addresses].flatMap(namesAt))
  if (names.size === 0) return new Map()
  const found = await rows<{ [Key in keyof NamedAuthority]: NamedAuthority[Key] }>(
    db,
    `SELECT c.subject AS name, bool_or(s.public_roots) AS "publicRoot", max(c.not_after) AS "notAfter",
            COALESCE(jsonb_agg(DISTINCT jsonb_build_object('id', env.id, 'name', env.name, 'production', env.production))
              FILTER (WHERE env.id IS NOT NULL AND NOT s.public_roots), '[]'::jsonb) AS environments
       FROM trust_anchor a JOIN certificate c ON c.id = a.certificate_id JOIN trust_store s ON s.id = a.trust_store_id
       LEFT JOIN environment env ON env.trust_store_id = s.id
      WHERE c.subject = ANY ($1::text[]) GROUP BY c.subject`,
    [[...names]],
  )
  return new Map(found.map(({ name, ...authority }) => [name, authority]))
}

interface NamedAuthority extends ClientAuthorityFact {
  readonly name: string
}

function namesAt({ latest }: AddressFacts): readonly string[] {
  return latest === null ? [] : (valueOf(latest.facts.clientCertificateRequest)?.authorities ?? [])
}
