import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { ensureEnvironments } from '../environments/ensure-environments.ts'
import { applyOwnership } from '../ownership/apply-ownership.ts'
import { holdOverrides } from '../policies/hold-overrides.ts'
import { type Db, rows } from '../sql.ts'
import { storableText } from '../storable.ts'

/** An identity as an import or a rule names it. */
export interface NamedIdentity {
  readonly kind: 'dns' | 'spiffe'
  readonly name: string
  readonly owner?: string | null
  /** By name or by id; what is named and not there is made. */
  readonly environment?: string | null
  readonly environmentId?: string | null
  readonly criticality?: 'low' | 'medium' | 'high' | 'critical' | null
}

/**
 * Ids of identities by name; those that there are not are made. Where one is there, only gaps are filled: what a person
 * has said stands. An owner that a rule of ownership gave is such a gap. Throws `forbidden` as `holdOverrides` does.
 */
export async function ensureIdentities(
  tx: Db,
  principal: Principal,
  named: readonly NamedIdentity[],
  origin: 'declared' | 'import' | 'rule',
): Promise<Map<string, string>> {
  const byName = new Map(named.map((one) => [one.name, one]))
  const wanted = [...byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  if (wanted.length === 0) return new Map()
  const environments = await ensureEnvironments(
    tx,
    wanted.flatMap((one) => one.environment ?? []),
  )
  const environmentOf = (one: NamedIdentity) => one.environmentId ?? environments.get(one.environment ?? '') ?? null
  const there = await rows<{ id: string }>(tx, 'SELECT id FROM identity WHERE name = ANY ($1::text[])', [
    wanted.map((one) => one.name),
  ])
  const subjects = { identityIds: there.map((row) => row.id), endpointIds: [] }
  await holdOverrides(tx, principal, subjects, 'environment', () => write(tx, wanted, origin, environmentOf))
  const found = await rows<{ id: string; name: string }>(
    tx,
    'SELECT id, name FROM identity WHERE name = ANY ($1::text[])',
    [wanted.map((one) => one.name)],
  )
  await applyOwnership(
    tx,
    found.map((row) => row.id),
  )
  return new Map(found.map((row) => [row.name, row.id]))
}

async function write(
  tx: Db,
  wanted: readonly NamedIdentity[],
  origin: string,
  environmentOf: (one: NamedIdentity) => string | null,
): Promise<void> {
  await tx.query(
    `INSERT INTO identity AS i (id, kind, name, owner, environment_id, criticality, origin, updated_at)
     SELECT id, kind::identity_kind, name, owner, environment_id, COALESCE(criticality, 'medium')::criticality, $7, now()
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::text[])
         AS t(id, kind, name, owner, environment_id, criticality) ORDER BY name
     ON CONFLICT (name) DO UPDATE SET
       owner = CASE WHEN i.owner_rule_id IS NULL THEN COALESCE(i.owner, EXCLUDED.owner) ELSE COALESCE(EXCLUDED.owner, i.owner) END,
       owner_rule_id = CASE WHEN EXCLUDED.owner IS NULL THEN i.owner_rule_id END,
       environment_id = COALESCE(i.environment_id, EXCLUDED.environment_id), retired_at = NULL, updated_at = now()
       WHERE (i.owner IS NULL OR i.owner_rule_id IS NOT NULL) AND EXCLUDED.owner IS NOT NULL OR i.environment_id IS NULL AND EXCLUDED.environment_id IS NOT NULL
          OR i.retired_at IS NOT NULL`,
    [
      wanted.map(() => newId()),
      wanted.map((one) => one.kind),
      wanted.map((one) => one.name),
      wanted.map((one) => (one.owner ? storableText(one.owner) : null)),
      wanted.map(environmentOf),
      wanted.map((one) => one.criticality ?? null),
      origin,
    ],
  )
}
