import { decodeCursor } from './cursor.ts'
import type { Sort } from './filter.ts'

/** How one sort key stands in SQL. */
export interface SortColumn {
  /** A trusted SQL expression, never input: `i.next_expiry_at`. */
  readonly sql: string
  readonly type: 'text' | 'bigint' | 'float8' | 'timestamptz' | 'boolean' | 'severity'
  readonly nullable: boolean
}

export interface Keyset {
  /** `true` on the first page; else the condition for the rows after the cursor. */
  readonly where: string
  /** Without the words ORDER BY. */
  readonly orderBy: string
  /** For the placeholders of `where`, numbered from `firstParameter`. */
  readonly values: readonly (string | number)[]
}

/** The sort in its URL form. */
export function sortText(sort: Sort): string {
  return `${sort.descending ? '-' : ''}${sort.key}`
}

/**
 * Order and position for keyset pages: by (column, id), with missing values last in both directions.
 * Throws `invalid-input` where the cursor belongs to another order.
 */
export function keyset(options: {
  readonly sort: Sort
  readonly column: SortColumn
  /** The SQL of a unique uuid column, `i.id`. */
  readonly id: string
  readonly cursor: string | undefined
  /** The number of the first free placeholder. */
  readonly firstParameter: number
}): Keyset {
  const { column, id, sort } = options
  const direction = sort.descending ? 'DESC' : 'ASC'
  const orderBy = `${column.sql} ${direction}${column.nullable ? ' NULLS LAST' : ''}, ${id} ${direction}`
  if (options.cursor === undefined) return { where: 'true', orderBy, values: [] }

  const after = decodeCursor(sortText(sort), options.cursor)
  const than = sort.descending ? '<' : '>'
  const first = options.firstParameter
  if (after.value === null)
    return { where: `(${column.sql} IS NULL AND ${id} ${than} $${first}::uuid)`, orderBy, values: [after.id] }

  const later = `(${column.sql}, ${id}) ${than} ($${first}::${column.type}, $${first + 1}::uuid)`
  const where = column.nullable ? `(${later} OR ${column.sql} IS NULL)` : later
  return { where, orderBy, values: [after.value, after.id] }
}
