import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit, auditEach } from '../audit.ts'
import { judgeOrMarkDue } from '../evaluation/judge-or-mark-due.ts'
import { requireInput } from '../require-input.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { storableText } from '../storable.ts'
import { parseFields } from '../users/user-fields.ts'

/** What can be said of an owner. `since`: an instant with a zone, or a day (its first instant in UTC). */
export const ownerInput = z.strictObject({
  name: z.string().trim().min(1).max(200),
  active: z.boolean().default(true),
  since: z
    .union([z.iso.date(), z.iso.datetime({ offset: true })])
    .nullish()
    .describe('Since when it is inactive'),
  contact: z.string().trim().max(300).nullish(),
})

export type OwnerInput = z.input<typeof ownerInput>

export const ownersLimit = 10_000

export interface SavedOwners {
  /** Owners on record that are new or other than before. */
  readonly changed: number
  /** Identities of owners that ceased or began to be active: they are judged anew. */
  readonly identities: number
}

/** Puts owners on record, or changes what is on record of them. Throws `forbidden` below analyst, `invalid-input`. */
export async function saveOwners(
  principal: Principal,
  input: readonly OwnerInput[],
  source: 'hand' | 'import',
  now: Date = new Date(),
): Promise<SavedOwners> {
  requireRole(principal, 'analyst')
  const read = requireInput(z.array(ownerInput).max(ownersLimit), input, 'owners')
  const byName = new Map(read.map((owner) => [storableText(owner.name), owner]))
  const owners = [...byName].map(([name, { active, since, contact }]) => ({
    name,
    active,
    since: active || !since ? null : new Date(since),
    contact: contact ? storableText(contact) : null,
  }))
  return inTransaction(async (tx) => {
    const inactive = await inactiveOf(tx, [...byName.keys()])
    const changed = await write(tx, owners, source, now)
    const written = new Set(changed)
    await auditEach(
      tx,
      principal,
      'owner.save',
      'owner',
      owners.flatMap(({ name, ...rest }) => (written.has(name) ? [{ id: name, detail: { ...rest, source } }] : [])),
    )
    const moved = owners.filter(({ name, active }) => inactive.has(name) === active).map(({ name }) => name)
    return { changed: changed.length, identities: await judgeOwned(tx, moved, now) }
  })
}

/** `saveOwners` for one, by hand; problems are told by the name of the field. */
export async function saveOwner(principal: Principal, input: OwnerInput, now: Date = new Date()): Promise<SavedOwners> {
  requireRole(principal, 'analyst')
  return saveOwners(principal, [parseFields(ownerInput, input)], 'hand', now)
}

/** Forgets what is on record of an owner; identities keep its name. Throws `forbidden` below analyst, `not-found`. */
export async function removeOwner(principal: Principal, name: string, now: Date = new Date()): Promise<void> {
  requireRole(principal, 'analyst')
  await inTransaction(async (tx) => {
    const inactive = await inactiveOf(tx, [name])
    const gone = await rows<{ name: string }>(tx, 'DELETE FROM owner WHERE name = $1 RETURNING name', [name])
    if (gone.length === 0) throw new AppError('not-found', 'Nothing is on record of an owner of this name.')
    await audit(tx, principal, 'owner.remove', { type: 'owner', id: name })
    await judgeOwned(tx, [...inactive], now)
  })
}

async function inactiveOf(tx: Db, names: readonly string[]): Promise<Set<string>> {
  const found = await rows<{ name: string }>(
    tx,
    'SELECT name FROM owner WHERE name = ANY ($1::text[]) AND NOT active ORDER BY name FOR UPDATE',
    [names],
  )
  return new Set(found.map(({ name }) => name))
}

/** Names of those that are other than before. */
async function write(
  tx: Db,
  owners: readonly { name: string; active: boolean; since: Date | null; contact: string | null }[],
  source: string,
  now: Date,
): Promise<string[]> {
  const changed = await rows<{ name: string }>(
    tx,
    `INSERT INTO owner AS o (name, active, since, contact, source, recorded_at)
     SELECT name, active, since, contact, $5, $6 FROM unnest($1::text[], $2::bool[], $3::timestamptz[], $4::text[])
       AS t(name, active, since, contact) ORDER BY name
     ON CONFLICT (name) DO UPDATE SET active = EXCLUDED.active, since = EXCLUDED.since,
       contact = COALESCE(EXCLUDED.contact, o.contact), source = EXCLUDED.source, recorded_at = EXCLUDED.recorded_at
       WHERE (o.active, o.since, o.contact) IS DISTINCT FROM (EXCLUDED.active, EXCLUDED.since, COALESCE(EXCLUDED.contact, o.contact))
     RETURNING name`,
    [
      owners.map((one) => one.name),
      owners.map((one) => one.active),
      owners.map((one) => one.since),
      owners.map((one) => one.contact),
      source,
      now,
    ],
  )
  return changed.map(({ name }) => name)
}

async function judgeOwned(tx: Db, names: readonly string[], now: Date): Promise<number> {
  if (names.length === 0) return 0
  const owned = await rows<{ id: string }>(tx, 'SELECT id FROM identity WHERE owner = ANY ($1::text[]) ORDER BY id', [
    names,
  ])
  await judgeOrMarkDue(tx, { endpointIds: [], identityIds: owned.map(({ id }) => id) }, now)
  return owned.length
}
