import type { z } from 'zod'
import type { BoundedCount, Page } from '#lib/core/page.ts'
import { type ActiveFilter, describeFilter, filterToQuery } from '#lib/data/filter.ts'
import type { Row } from './column.ts'

/** What a server page hands to its table; all of it can be serialised. */
export interface TableData<R extends Row> {
  readonly rows: readonly R[]
  readonly total: BoundedCount
  readonly nextCursor: string | null
  /** In URL form: `name`, `-name`. */
  readonly sort: string
  readonly active: readonly ActiveFilter[]
  /** The filter as a query, for exports: `?` is not part of it. */
  readonly query: string
}

/** `page.rows` have to be plain values (no bigint, no Buffer; Date is fine). */
export function tableData<R extends Row>(
  schema: z.ZodObject,
  filter: Readonly<Record<string, unknown>>,
  page: Page<R>,
): TableData<R> {
  const query = filterToQuery(filter, { limit: undefined })
  return {
    rows: page.rows,
    total: page.total,
    nextCursor: page.nextCursor,
    sort: new URLSearchParams(query).get('sort') ?? '',
    active: describeFilter(schema, filter),
    query,
  }
}
