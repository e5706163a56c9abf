import type { Policy } from '#lib/checks/policy.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { type Db, rows } from '../sql.ts'
import { canonicalDocument, type PolicyDocument, type PolicyEntry, policyDocumentId } from './policy-document.ts'

/** All environments, and the identities of which something is said, in one order. */
export async function exportPolicies(principal: Principal): Promise<PolicyDocument> {
  requireRole(principal, 'viewer')
  return canonicalDocument({
    schema: policyDocumentId,
    environments: sectionOf(await listSaid(pool(), 'environment', 'true')),
    identities: sectionOf(await listSaid(pool(), 'identity', said)),
  })
}

/** Where a policy says anything, or a store is assigned. */
const said = `(t.policy <> '{}'::jsonb OR t.trust_store_id IS NOT NULL)`

export interface NamedPolicy {
  readonly id: string
  readonly name: string
  readonly policy: Policy
  readonly trustStore: string | null
}

async function listSaid(db: Db, kind: 'environment' | 'identity', where: string, names: readonly string[] = []) {
  return rows<{ [Key in keyof NamedPolicy]: NamedPolicy[Key] }>(
    db,
    `SELECT t.id, t.name, t.policy, s.name AS "trustStore" FROM ${kind} t LEFT JOIN trust_store s ON s.id = t.trust_store_id
      WHERE ${where} AND (cardinality($1::text[]) = 0 OR t.name = ANY ($1::text[])) ORDER BY t.name`,
    [names],
  )
}

/** What is recorded of those that a document names; with `prune`, of all others that say something, too. */
export async function recordedPolicies(
  db: Db,
  kind: 'environment' | 'identity',
  names: readonly string[],
  prune: boolean,
): Promise<NamedPolicy[]> {
  const named = names.length === 0 ? [] : await listSaid(db, kind, 'true', names)
  if (!prune) return named
  const known = new Set(named.map(({ id }) => id))
  return [...named, ...(await listSaid(db, kind, said)).filter(({ id }) => !known.has(id))]
}

function sectionOf(named: readonly NamedPolicy[]): Record<string, PolicyEntry> {
  return Object.fromEntries(
    named.map(({ name, policy, trustStore }) => [name, { ...policy, ...(trustStore === null ? {} : { trustStore }) }]),
  )
}
