import type { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, sqlState } from '../sql.ts'
import { storableJson } from '../storable.ts'
import { parseFields } from '../users/user-fields.ts'
import { isUuid } from '../uuid.ts'
import { environmentFields } from './environment-fields.ts'
import { markEnvironmentDue } from './mark-environment-due.ts'

type Input = z.input<typeof environmentFields>

/** Throws `forbidden` below admin, `invalid-input`, `conflict` at `name` where it is taken. */
export async function createEnvironment(principal: Principal, input: Input): Promise<string> {
  requireRole(principal, 'admin')
  const fields = parseFields(environmentFields, input)
  const id = newId()
  return inTransaction(async (tx) => {
    await write(
      tx,
      'INSERT INTO environment (id, name, production, policy, trust_store_id) VALUES ($1, $2, $3, $4::jsonb, $5)',
      id,
      fields,
    )
    await audit(tx, principal, 'environment.create', { type: 'environment', id }, fields)
    return id
  })
}

/**
 * Replaces what is said of an environment, and makes all that answers to its policy due for judgement. Throws as
 * `createEnvironment` does, and `not-found`.
 */
export async function changeEnvironment(principal: Principal, id: string, input: Input): Promise<void> {
  requireRole(principal, 'admin')
  const fields = parseFields(environmentFields, input)
  if (!isUuid(id)) throw new AppError('not-found', 'There is no such environment')
  await inTransaction(async (tx) => {
    const changed = await write(
      tx,
      'UPDATE environment SET name = $2, production = $3, policy = $4::jsonb, trust_store_id = $5 WHERE id = $1',
      id,
      fields,
    )
    if (changed === 0) throw new AppError('not-found', 'There is no such environment')
    await markEnvironmentDue(tx, id)
    await audit(tx, principal, 'environment.change', { type: 'environment', id }, fields)
  })
}

async function write(
  tx: Db,
  statement: string,
  id: string,
  fields: z.output<typeof environmentFields>,
): Promise<number> {
  const { name, production, policy, trustStoreId } = fields
  try {
    return (await tx.query(statement, [id, name, production, storableJson(policy), trustStoreId])).rowCount ?? 0
  } catch (cause) {
    const state = sqlState(cause)
    if (state === '23505') refuse('conflict', 'name', 'There is an environment of this name already.', cause)
    if (state === '23503') refuse('invalid-input', 'trustStoreId', 'There is no such trust store any more.', cause)
    throw cause
  }
}

function refuse(code: 'conflict' | 'invalid-input', at: string, problem: string, cause: unknown): never {
  throw new AppError(code, problem, { problems: [{ at, problem }], cause })
}
