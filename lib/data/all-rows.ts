import type { Page } from '#lib/core/page.ts'

/** Every row of a list, page after page, for exports: holds neither a connection nor more than a page in memory. */
export async function* allRows<Row>(
  list: (cursor: string | undefined) => Promise<Pick<Page<Row>, 'rows' | 'nextCursor'>>,
): AsyncGenerator<Row> {
  let cursor: string | undefined
  for (;;) {
    const page = await list(cursor)
    yield* page.rows
    if (page.nextCursor === null) return
    cursor = page.nextCursor
  }
}
