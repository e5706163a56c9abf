import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { audit } from '../audit.ts'
import { enqueueJob } from '../enqueue-job.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction, rows } from '../sql.ts'
import { storableJson, storableText } from '../storable.ts'
import { isUuid } from '../uuid.ts'
import { type Change, changeSchema, isNothing } from './change.ts'
import type { WhatIfAnswer } from './run-what-if.ts'

export type WhatIfStatus = 'queued' | 'running' | 'done' | 'failed'

/** A question about the estate, how far its answer is, and the answer. */
export interface WhatIf {
  readonly id: string
  readonly name: string
  readonly change: Change
  readonly status: WhatIfStatus
  /** Chains read so far, of all. */
  readonly done: number
  readonly total: number
  readonly result: WhatIfAnswer | null
  readonly failure: string | null
  readonly createdBy: string
  readonly createdAt: Date
  readonly finishedAt: Date | null
}

const columns = `w.id, w.name, w.change, w.status, w.done, w.total, w.failure, w.created_by AS "createdBy",
  w.created_at AS "createdAt", w.finished_at AS "finishedAt"`

/** Asks; a worker answers. Throws `forbidden` below analyst, `invalid-input` where nothing is supposed. */
export async function createWhatIf(
  principal: Principal,
  { name, change }: { name: string; change: unknown },
): Promise<string> {
  requireRole(principal, 'analyst')
  const parsed = changeSchema.safeParse(change)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({ at: path.join('.'), problem: message }))
    throw new AppError('invalid-input', 'The change can’t be read.', { problems })
  }
  if (isNothing(parsed.data)) throw new AppError('invalid-input', 'Nothing is supposed: name at least one change.')
  const title = storableText(name).trim().slice(0, 200)
  const id = newId()
  await inTransaction(async (tx) => {
    await tx.query(
      `INSERT INTO what_if (id, name, change, status, created_by) VALUES ($1, $2, $3::jsonb, 'queued', $4)`,
      [id, title === '' ? 'What if' : title, storableJson(parsed.data), principal.name],
    )
    await audit(tx, principal, 'what-if.create', { type: 'what-if', id }, { name: title })
    await enqueueJob(tx, { name: 'what-if', payload: { id }, key: `what-if-${id}` })
  })
  return id
}

/** Throws `not-found`. */
export async function getWhatIf(principal: Principal, id: string): Promise<WhatIf> {
  requireRole(principal, 'viewer')
  const [found] = isUuid(id)
    ? await rows<{ [Key in keyof WhatIf]: WhatIf[Key] }>(
        pool(),
        `SELECT ${columns}, w.result FROM what_if w WHERE w.id = $1`,
        [id],
      )
    : []
  if (!found) throw new AppError('not-found', 'There is no such what-if.')
  return found
}

const cursorSchema = z.tuple([z.iso.datetime(), z.guid()])

/** Newest first, without their answers. */
export async function listWhatIfs(
  principal: Principal,
  { cursor, limit = 50 }: { cursor?: string; limit?: number } = {},
): Promise<Page<Omit<WhatIf, 'result'>>> {
  requireRole(principal, 'viewer')
  const most = Math.min(100, Math.max(1, limit))
  const after = cursor === undefined ? null : cursorSchema.safeParse(cursor.split('_'))
  if (after && !after.success) throw new AppError('invalid-input', 'The cursor is not one of this list.')
  const found = await rows<{ [Key in keyof Omit<WhatIf, 'result'>]: WhatIf[Key] }>(
    pool(),
    `SELECT ${columns} FROM what_if w WHERE $1::timestamptz IS NULL OR (w.created_at, w.id) < ($1, $2::uuid)
      ORDER BY w.created_at DESC, w.id DESC LIMIT ${most + 1}`,
    [after?.data?.[0] ?? null, after?.data?.[1] ?? null],
  )
  const [count] = await rows<{ count: number }>(pool(), 'SELECT count(*)::int AS count FROM what_if')
  const last = found.length > most ? found[most - 1] : undefined
  return {
    rows: found.slice(0, most),
    nextCursor: last ? `${last.createdAt.toISOString()}_${last.id}` : null,
    total: { count: count?.count ?? 0, exact: true },
  }
}

/** Forgets a question and its answer. Throws `forbidden` below admin, `not-found`. */
export async function deleteWhatIf(principal: Principal, id: string): Promise<void> {
  requireRole(principal, 'admin')
  await inTransaction(async (tx) => {
    const [gone] = isUuid(id)
      ? await rows<{ name: string }>(tx, 'DELETE FROM what_if WHERE id = $1 RETURNING name', [id])
      : []
    if (!gone) throw new AppError('not-found', 'There is no such what-if.')
    await audit(tx, principal, 'what-if.delete', { type: 'what-if', id }, { name: gone.name })
  })
}
