import { isDeepStrictEqual } from 'node:util'
import { type Declared, declaredSchema } from '#lib/checks/declared.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { takePrivateKeys } from '#lib/x509/private-keys.ts'
import { audit } from '../audit.ts'
import { judgeOrMarkDue } from '../evaluation/judge-or-mark-due.ts'
import { requireInput } from '../require-input.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { storableJson } from '../storable.ts'
import { isUuid } from '../uuid.ts'
import { recordExposures } from './record-exposures.ts'

/** What stands in the column; what a later version can't read is as if nothing were said. */
export function readDeclared(stored: unknown): Declared {
  const parsed = declaredSchema.safeParse(stored)
  return parsed.success ? parsed.data : {}
}

/**
 * Replaces what is said of an identity that no scan can see, and judges it anew. Throws `forbidden` below analyst,
 * `not-found`, `invalid-input` with every problem.
 */
export async function saveDeclared(
  principal: Principal,
  identityId: string,
  input: unknown,
  now: Date = new Date(),
): Promise<Declared> {
  requireRole(principal, 'analyst')
  const text = storableJson(input)
  await recordExposures(principal, takePrivateKeys(JSON.stringify(input) ?? '').keys, 'form of declared facts', now)
  const declared = requireInput(declaredSchema, JSON.parse(text))
  return inTransaction(async (tx) => {
    const endpoints = await rows<{ id: string }>(
      tx,
      'SELECT id FROM endpoint WHERE identity_id = $1 ORDER BY id FOR NO KEY UPDATE',
      [isUuid(identityId) ? identityId : null],
    )
    const [identity] = await rows<{ declared: unknown }>(
      tx,
      'SELECT declared FROM identity WHERE id = $1 FOR NO KEY UPDATE',
      [isUuid(identityId) ? identityId : null],
    )
    if (!identity) throw new AppError('not-found', 'There is no such identity.')
    const before = readDeclared(identity.declared)
    if (isDeepStrictEqual(before, declared)) return declared
    await writeDeclared(tx, principal, identityId, { before, after: declared })
    await judgeOrMarkDue(tx, { endpointIds: endpoints.map(({ id }) => id), identityIds: [identityId] }, now)
    return declared
  })
}

/** With an entry in the activity log; `more` stands beside what was said before and after. */
export async function writeDeclared(
  tx: Db,
  principal: Principal,
  identityId: string,
  { before, after }: { readonly before: Declared; readonly after: Declared },
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  await tx.query('UPDATE identity SET declared = $2::jsonb, updated_at = now() WHERE id = $1', [
    identityId,
    storableJson(after),
  ])
  const detail = { before: summary(before), after: summary(after), ...more }
  await audit(tx, principal, 'identity.declare', { type: 'identity', id: identityId }, detail)
}

/** Long lists as their lengths: the log tells what changed, not everything that was ever said. */
function summary({ clients, humanUses, granted, used, ...said }: Declared): Readonly<Record<string, unknown>> {
  const lists = { clients, humanUses, granted, used }
  const counts = Object.entries(lists).flatMap(([name, list]) => (list === undefined ? [] : [[name, list.length]]))
  return { ...said, ...Object.fromEntries(counts) }
}

/** Throws `forbidden`, `not-found`. */
export async function getDeclared(principal: Principal, identityId: string): Promise<Declared> {
  requireRole(principal, 'viewer')
  const [identity] = await rows<{ declared: unknown }>(pool(), 'SELECT declared FROM identity WHERE id = $1', [
    isUuid(identityId) ? identityId : null,
  ])
  if (!identity) throw new AppError('not-found', 'There is no such identity.')
  return readDeclared(identity.declared)
}
