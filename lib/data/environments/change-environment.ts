import type { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { readPolicy } from '../policies/read-policy.ts'
import { settlePolicies } from '../policies/settle-policy.ts'
import { writePolicy } from '../policies/write-policy.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows, sqlState } from '../sql.ts'
import { parseFields } from '../users/user-fields.ts'
import { environmentFields } from './environment-fields.ts'
import { markEnvironmentDue } from './mark-environment-due.ts'

type Input = z.input<typeof environmentFields>

/** Throws `forbidden` below admin, `invalid-input`, `conflict` at `name` where it is taken. */
export async function createEnvironment(principal: Principal, input: Input): Promise<string> {
  requireRole(principal, 'admin')
  const fields = readFields(input)
  const id = newId()
  return inTransaction(async (tx) => {
    await write(tx, 'INSERT INTO environment (id, name, production) VALUES ($1, $2, $3)', id, fields)
    await writePolicy(tx, principal, { kind: 'environment', id }, fields)
    await audit(tx, principal, 'environment.create', { type: 'environment', id }, fields)
    return id
  })
}

/**
 * Changes what is said of an environment, and has all that answers to it judged anew. Throws as `createEnvironment`
 * does, and `not-found`.
 */
export async function changeEnvironment(principal: Principal, id: string, input: Input): Promise<void> {
  requireRole(principal, 'admin')
  const fields = readFields(input)
  const ref = { kind: 'environment', id } as const
  await inTransaction(async (tx) => {
    const [before] = await rows<{ name: string; production: boolean }>(
      tx,
      'SELECT name, production FROM environment WHERE id::text = lower($1) FOR UPDATE',
      [id],
    )
    if (!before) throw new AppError('not-found', 'There is no such environment')
    const named = before.name !== fields.name || before.production !== fields.production
    if (named) await write(tx, 'UPDATE environment SET name = $2, production = $3 WHERE id = $1', id, fields)
    const written = await writePolicy(tx, principal, ref, fields)
    if (named) await markEnvironmentDue(tx, id)
    await settlePolicies(tx, [written], new Date())
    const version = written.differences.length > 0 ? { policyVersion: written.after.version } : {}
    await audit(tx, principal, 'environment.change', { type: 'environment', id }, { ...fields, ...version })
  })
}

type Fields = z.output<typeof environmentFields>

function readFields(input: Input): Fields {
  const fields = parseFields(environmentFields, input)
  if (fields.policy) readPolicy(fields.policy)
  return fields
}

async function write(tx: Db, statement: string, id: string, { name, production }: Fields): Promise<void> {
  try {
    await tx.query(statement, [id, name, production])
  } catch (cause) {
    if (sqlState(cause) !== '23505') throw cause
    const problem = 'There is an environment of this name already.'
    throw new AppError('conflict', problem, { problems: [{ at: 'name', problem }], cause })
  }
}
