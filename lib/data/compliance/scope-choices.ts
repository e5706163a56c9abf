import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { listPlaceChoices, type PlaceChoices } from '../place-choices.ts'
import { rows } from '../sql.ts'
import type { ComplianceScope } from './filter.ts'

/** Menus of the scope, and the names of the identities that it holds. */
export interface ScopeChoices {
  readonly choices: PlaceChoices
  readonly identities: readonly { readonly value: string; readonly label: string }[]
}

export async function loadScopeChoices(
  principal: Principal,
  { identity = [] }: ComplianceScope,
): Promise<ScopeChoices> {
  const choices = await listPlaceChoices(principal)
  const identities = await rows<{ value: string; label: string }>(
    pool(),
    'SELECT id AS value, name AS label FROM identity WHERE id = ANY ($1::uuid[]) ORDER BY name',
    [identity],
  )
  return { choices, identities }
}
