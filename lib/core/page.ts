/** One page of a list: keyset pages, bounded counts. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  /** Opaque; null on the last page. */
  readonly nextCursor: string | null
  readonly total: BoundedCount
}

/** A count that stops at a bound: shown as "10,000+" where it is not exact. */
export interface BoundedCount {
  readonly count: number
  readonly exact: boolean
}

/** Counting stops here. */
export const countBound = 10_000
