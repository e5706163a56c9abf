import type { ReportRowKind, ReportRows } from './report-snapshot.ts'

/** Of one judgement or finding, in the order of its part: plain ASCII, so that every comparison of text agrees on it. */
export function subjectKey({
  checkId,
  subjectKind,
  subjectId,
}: {
  readonly checkId: string
  readonly subjectKind: string
  readonly subjectId: string
}): string {
  return `${checkId} ${subjectKind} ${subjectId}`
}

/** By which the rows of each part stand in order, each key once. */
export const rowKeys: { readonly [Kind in ReportRowKind]: (row: ReportRows[Kind]) => string } = {
  verdict: subjectKey,
  finding: subjectKey,
  observation: ({ id }) => id,
  certificate: ({ sha256 }) => sha256,
}

/**
 * Rows of several sources that stand in order of their keys, side by side: for each key that any of them has, the row
 * of each source (undefined where it has none). Holds one row of each.
 */
export async function* sideBySide<Sources extends readonly unknown[]>(
  sources: { readonly [Place in keyof Sources]: AsyncIterable<Sources[Place]> },
  keyOf: (row: Sources[number]) => string,
): AsyncGenerator<{ readonly key: string; readonly rows: readonly (Sources[number] | undefined)[] }> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]())
  try {
    const heads = await Promise.all(iterators.map((iterator) => iterator.next()))
    for (;;) {
      const keys = heads.map((head) => (head.done === true ? null : keyOf(head.value)))
      const key = keys.reduce((least, one) => (one !== null && (least === null || one < least) ? one : least), null)
      if (key === null) return
      const rows = heads.map((head, place) => (keys[place] === key && head.done !== true ? head.value : undefined))
      yield { key, rows }
      for (const [place, iterator] of iterators.entries()) {
        if (keys[place] === key) heads[place] = await iterator.next()
      }
    }
  } finally {
    await Promise.all(iterators.map((iterator) => iterator.return?.()))
  }
}
