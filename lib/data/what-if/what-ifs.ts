import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import type { Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction, rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'
import { answerSchema, type WhatIfAnswer } from './answer.ts'
import { type StoredChange, storedChangeSchema } from './change.ts'
import { changeLines } from './change-words.ts'

export type WhatIfStatus = 'queued' | 'running' | 'done' | 'failed'

/** A question about the estate and how far its answer is. */
export interface WhatIfRow {
  readonly id: string
  readonly name: string
  readonly change: StoredChange
  /** What is supposed, in words. */
  readonly supposed: readonly string[]
  readonly status: WhatIfStatus
  /** Chains read or judged so far, of all. */
  readonly done: number
  readonly total: number
  readonly failure: string | null
  readonly createdBy: string
  readonly createdAt: Date
  readonly finishedAt: Date | null
}

export interface WhatIfSummary extends WhatIfRow {
  /** Endpoints of each kind; null before the answer. */
  readonly broken: number | null
  readonly mended: number | null
}

export interface WhatIf extends WhatIfRow {
  readonly result: WhatIfAnswer | null
}

const columns = `w.id, w.name, w.change, w.status, w.done, w.total, w.failure, w.created_by AS "createdBy",
  w.created_at AS "createdAt", w.finished_at AS "finishedAt"`

type Found<Row extends WhatIfRow> = {
  [Key in Exclude<keyof Row, 'supposed'>]: Key extends 'change' | 'result' ? unknown : Row[Key]
}

/** Throws `not-found`. */
export async function getWhatIf(principal: Principal, id: string): Promise<WhatIf> {
  requireRole(principal, 'viewer')
  return (isUuid(id) && (await findOne('w.id = $1', id))) || notThere()
}

/** The newest answer to what hangs on a key; null where nobody asked. */
export async function findBlastRadius(principal: Principal, spkiSha256: string): Promise<WhatIf | null> {
  requireRole(principal, 'viewer')
  const where = `w.change -> 'about' ->> 'blastRadiusOf' = $1 AND w.status = 'done'`
  return findOne(where, spkiSha256.toLowerCase())
}

async function findOne(where: string, value: string): Promise<WhatIf | null> {
  const [found] = await rows<Found<WhatIf>>(
    pool(),
    `SELECT ${columns}, w.result FROM what_if w WHERE ${where} ORDER BY w.created_at DESC, w.id DESC LIMIT 1`,
    [value],
  )
  return found ? { ...found, ...readChange(found), result: readResult(found.result) } : null
}

function readChange(row: { readonly change: unknown }): Pick<WhatIfRow, 'change' | 'supposed'> {
  const change = storedChangeSchema.parse(row.change)
  return { change, supposed: changeLines(change) }
}

function readResult(result: unknown): WhatIfAnswer | null {
  return result === null ? null : answerSchema.parse(result)
}

function notThere(): never {
  throw new AppError('not-found', 'There is no such what-if.')
}

const cursorSchema = z.tuple([z.iso.datetime(), z.guid()])

/** Newest first, without their answers. */
export async function listWhatIfs(
  principal: Principal,
  { cursor, limit = 50 }: { cursor?: string; limit?: number } = {},
): Promise<Page<WhatIfSummary>> {
  requireRole(principal, 'viewer')
  const most = Math.min(100, Math.max(1, limit))
  const after = cursor === undefined ? null : cursorSchema.safeParse(cursor.split('_'))
  if (after && !after.success) throw new AppError('invalid-input', 'The cursor is not one of this list.')
  const found = await rows<Found<WhatIfSummary>>(
    pool(),
    `SELECT ${columns}, (w.result -> 'broken' ->> 'endpoints')::int AS broken, (w.result -> 'mended' ->> 'endpoints')::int AS mended
       FROM what_if w WHERE $1::timestamptz IS NULL OR (w.created_at, w.id) < ($1, $2::uuid)
      ORDER BY w.created_at DESC, w.id DESC LIMIT ${most + 1}`,
    [after?.data?.[0] ?? null, after?.data?.[1] ?? null],
  )
  const [count] = await rows<{ count: number }>(pool(), 'SELECT count(*)::int AS count FROM what_if')
  const last = found.length > most ? found[most - 1] : undefined
  return {
    rows: found.slice(0, most).map((row) => ({ ...row, ...readChange(row) })),
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
    if (!gone) notThere()
    await audit(tx, principal, 'what-if.delete', { type: 'what-if', id }, { name: gone.name })
  })
}
