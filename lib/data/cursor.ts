import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import type { BoundedCount, Page } from '#lib/core/page.ts'

/** Where a page ended: the value of the sort key in its last row (instants as ISO 8601) and that row's id. */
export interface Cursor {
  readonly value: string | number | null
  readonly id: string
}

const encoded = z.tuple([z.string().max(80), z.union([z.string().max(500), z.number(), z.null()]), z.string().max(100)])

/** Opaque to callers. `sort` is the sort in its URL form (`-name`): a cursor is good for its own order alone. */
export function encodeCursor(sort: string, cursor: Cursor): string {
  return Buffer.from(JSON.stringify([sort, cursor.value, cursor.id])).toString('base64url')
}

/** Throws `invalid-input` where the text is no cursor, or one of another order. */
export function decodeCursor(sort: string, text: string): Cursor {
  const parsed = encoded.safeParse(readJson(text))
  if (!parsed.success || parsed.data[0] !== sort) {
    throw new AppError('invalid-input', 'The cursor does not belong to this list', {
      problems: [{ at: 'cursor', problem: 'start again without it' }],
    })
  }
  return { value: parsed.data[1], id: parsed.data[2] }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}

/** Makes a page of `limit` rows from a query that asked for one row more. */
export function toPage<Row>(
  rows: readonly Row[],
  options: {
    readonly limit: number
    readonly total: BoundedCount
    readonly sort: string
    readonly cursorOf: (row: Row) => Cursor
  },
): Page<Row> {
  const shown = rows.slice(0, options.limit)
  const last = shown.at(-1)
  const more = rows.length > options.limit && last !== undefined
  return {
    rows: shown,
    nextCursor: more ? encodeCursor(options.sort, options.cursorOf(last)) : null,
    total: options.total,
  }
}
