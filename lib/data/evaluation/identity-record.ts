import type { IdentityRecord } from '#lib/checks/facts.ts'

/** Columns of an identity `i` with its environment `env`, for `toIdentityRecord`. */
export const identityColumns = `i.id AS "identityId", i.kind AS "identityKind", i.name AS "identityName", i.owner AS "identityOwner",
  i.criticality AS "identityCriticality", i.origin AS "identityOrigin", i.retired_at AS "identityRetiredAt",
  env.id AS "environmentId", env.name AS "environmentName", env.production AS "environmentProduction"`

export interface IdentityColumns {
  identityId: string | null
  identityKind: IdentityRecord['kind'] | null
  identityName: string | null
  identityOwner: string | null
  identityCriticality: IdentityRecord['criticality'] | null
  identityOrigin: string | null
  identityRetiredAt: Date | null
  environmentId: string | null
  environmentName: string | null
  environmentProduction: boolean | null
}

/** The identity of a row that joined one; null where it joined none. */
export function toIdentityRecord(row: IdentityColumns): IdentityRecord | null {
  const { identityId, identityKind, identityName, identityCriticality, identityOrigin } = row
  if (identityId === null || identityKind === null || identityName === null) return null
  const { environmentId, environmentName, environmentProduction } = row
  return {
    id: identityId,
    kind: identityKind,
    name: identityName,
    owner: row.identityOwner,
    environment:
      environmentId === null
        ? null
        : { id: environmentId, name: environmentName ?? '', production: environmentProduction ?? false },
    criticality: identityCriticality ?? 'medium',
    origin: identityOrigin ?? 'declared',
    retiredAt: row.identityRetiredAt,
  }
}
