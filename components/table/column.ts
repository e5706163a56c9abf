import type { ReactNode } from 'react'

export interface Row {
  readonly id: string
}

/** A column as a list declares it, in a `*.client.tsx` file. */
export interface Column<R extends Row> {
  readonly id: string
  /** In the head, in the column menu, and before the value on a card. */
  readonly header: string
  readonly cell: (row: R) => ReactNode
  /** A sort key of the entity's filter; absent: not sortable. */
  readonly sort?: string
  /** Numbers and ages stand right. */
  readonly align?: 'left' | 'right'
  /** Extra classes of the cell: a width, a limit on long text. */
  readonly className?: string
  /** False for the column without which a row says nothing. */
  readonly hideable?: boolean
  /** Hidden until the reader asks for it. */
  readonly hidden?: boolean
}

/** Which rows a bulk action is for: these ids, or all that match the page's query. */
export type Selection =
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  | { readonly kind: 'all'; readonly query: string }
