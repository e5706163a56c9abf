import type { AddressFacts, ClientAuthorityFact } from '#lib/checks/facts.ts'
import { valueOf } from '#lib/core/observed.ts'
import type { Reading } from '../read-together.ts'

export interface NamedAuthority extends ClientAuthorityFact {
  readonly name: string
}

/**
 * What is known, by name, of the CAs from which servers say to take client certificates: those that are an anchor of any
 * store. Names of others are left out. `names`: the parameter that holds names.
 */
export const clientAuthorities = (names = '$1'): Reading<NamedAuthority> => ({
  text: `SELECT c.subject AS name, bool_or(s.public_roots) AS "publicRoot", max(c.not_after) AS "notAfter",
            COALESCE(jsonb_agg(DISTINCT jsonb_build_object('id', env.id, 'name', env.name, 'production', env.production))
              FILTER (WHERE env.id IS NOT NULL AND NOT s.public_roots), '[]'::jsonb) AS environments
       FROM trust_anchor a JOIN certificate c ON c.id = a.certificate_id JOIN trust_store s ON s.id = a.trust_store_id
       LEFT JOIN environment env ON env.trust_store_id = s.id
      WHERE c.subject = ANY (${names}::text[]) GROUP BY c.subject`,
  dates: ['notAfter'],
})

export function toClientAuthorities(found: readonly NamedAuthority[]): ReadonlyMap<string, ClientAuthorityFact> {
  return new Map(found.map(({ name, ...authority }) => [name, authority]))
}

/** The names that these servers tell. */
export function authorityNames(addresses: Iterable<AddressFacts>): readonly string[] {
  return [...new Set([...addresses].flatMap(namesAt))]
}

function namesAt({ latest }: AddressFacts): readonly string[] {
  return latest === null ? [] : (valueOf(latest.facts.clientCertificateRequest)?.authorities ?? [])
}
