import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { isNamed, type OwnedIdentity, ownedColumns, ownerChange } from './apply-ownership.ts'
import { matchOwnership } from './match-ownership.ts'
import { readOwnershipRules } from './save-ownership-rules.ts'

export interface PreviewedOwner {
  readonly identityId: string
  readonly name: string
  readonly currentOwner: string | null
  /** Null where nobody would own it. */
  readonly nextOwner: string | null
  /** Place of the rule in the list that was given, from 0; null where none matches. */
  readonly rule: number | null
}

export interface OwnershipPreview {
  readonly identities: number
  /** Whose owner a person or an import named. */
  readonly named: number
  /** Whose owner would be another. */
  readonly changed: number
  readonly ownerless: number
  /** How many identities fall under each rule, named ones included: their findings go to its assignee. */
  readonly matched: readonly number[]
  /** Those that would change, by name; at most 200. */
  readonly rows: readonly PreviewedOwner[]
}

const maxRows = 200

/** What saving these rules would do; writes nothing. Throws `forbidden` below analyst and `invalid-input`. */
export async function previewOwnershipRules(principal: Principal, input: unknown): Promise<OwnershipPreview> {
  requireRole(principal, 'analyst')
  const rules = readOwnershipRules(input)
  const identities = await rows<{ [Key in keyof OwnedIdentity]: OwnedIdentity[Key] }>(
    pool(),
    `SELECT ${ownedColumns} FROM identity WHERE retired_at IS NULL ORDER BY name`,
  )
  const matched = rules.map(() => 0)
  const changed: PreviewedOwner[] = []
  let ownerless = 0
  for (const identity of identities) {
    const match = matchOwnership(rules, identity)
    const rule = match === null ? null : rules.indexOf(match)
    if (rule !== null) matched[rule] = (matched[rule] ?? 0) + 1
    const change = ownerChange(rules, identity)
    const nextOwner = change === null ? identity.owner : (change.rule?.owner ?? null)
    if (nextOwner === null) ownerless += 1
    if (nextOwner !== identity.owner)
      changed.push({ identityId: identity.id, name: identity.name, currentOwner: identity.owner, nextOwner, rule })
  }
  return {
    identities: identities.length,
    named: identities.filter(isNamed).length,
    changed: changed.length,
    ownerless,
    matched,
    rows: changed.slice(0, maxRows),
  }
}
