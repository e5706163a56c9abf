'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import { announce } from '../shell/live-region.client.tsx'
import { classNames } from '../ui/class-names.ts'
import { countText } from '../ui/count-link.tsx'
import { NothingFound } from '../ui/empty-state.tsx'
import { Pagination } from '../ui/pagination.tsx'
import { BulkBar } from './bulk-bar.client.tsx'
import type { Column, Row, Selection } from './column.ts'
import type { Facet } from './facet.ts'
import { FilterBar } from './filter-bar.client.tsx'
import { filterPart, withoutFilters } from './list-query.ts'
import { TableBody } from './table-body.client.tsx'
import type { TableData } from './table-data.ts'
import { TableHead } from './table-head.client.tsx'
import { TableMenu } from './table-menu.client.tsx'
import { useListQuery } from './use-list-query.ts'
import { useRowKeys } from './use-row-keys.ts'
import { useRows } from './use-rows.ts'

export interface DataTableProps<R extends Row> extends TableData<R> {
  /** Plural, in lower case: `identities`. */
  readonly noun: string
  /** Declared at module scope, so that it stays the same object. */
  readonly columns: readonly Column<R>[]
  /** Where a row leads; its first visible column becomes the link. */
  readonly rowHref?: (row: R) => string
  /** Null: the list has no search box. */
  readonly search?: string | null
  readonly facets?: readonly Facet[]
  readonly exports?: readonly { readonly label: string; readonly href: string }[]
  /** Shown where there is nothing at all and nothing is filtered. */
  readonly empty: ReactNode
  readonly savedViews?: ReactNode
  /** What can be done with a selection; `clear` empties it. Absent: rows have no boxes. */
  readonly bulkActions?: (selection: Selection, clear: () => void) => ReactNode
}

/** A list of the server: its sort, filters, page and hidden columns are the URL's. See README.md. */
export function DataTable<R extends Row>(props: DataTableProps<R>) {
  const { rows, columns, noun, active, total } = props
  const list = useListQuery()
  const { table, selected, clear } = useRows(rows, columns, list)
  const body = useRef<HTMLTableSectionElement>(null)
  useRowKeys(body)
  const known = `${countText(total)} ${noun}`
  useEffect(() => announce(known), [known])

  if (rows.length === 0 && active.length === 0 && !list.query.includes('cursor=')) return props.empty
  const selectable = props.bulkActions !== undefined
  return (
    <div className="grid min-w-0 gap-3">
      <FilterBar
        list={list}
        active={active}
        facets={props.facets ?? []}
        search={props.search === undefined ? `Search ${noun}` : props.search}
        noun={noun}
      >
        {props.savedViews}
        <TableMenu table={table} columns={columns} list={list} exports={props.exports ?? []} />
      </FilterBar>
      {rows.length === 0 ? (
        <NothingFound noun={noun} filters={active} clearHref={list.hrefFor(withoutFilters(active))} />
      ) : (
        <div
          aria-busy={list.pending}
          className={classNames(
            'relative overflow-auto rounded-lg border bg-surface transition-opacity sm:max-h-[calc(100dvh-9rem)] sm:min-h-72 print:max-h-none print:overflow-visible',
            list.pending && 'opacity-60',
          )}
        >
          <table className="data-table w-full border-separate border-spacing-0 text-left">
            <caption className="sr-only">{known}</caption>
            <TableHead
              table={table}
              columns={columns}
              sort={props.sort}
              list={list}
              selectable={selectable}
              noun={noun}
            />
            <TableBody
              ref={body}
              table={table}
              columns={columns}
              selectable={selectable}
              {...(props.rowHref === undefined ? {} : { rowHref: props.rowHref })}
            />
          </table>
        </div>
      )}
      {props.bulkActions === undefined ? null : (
        <BulkBar selected={selected} total={total} noun={noun} query={filterPart(list.query)} onClear={clear}>
          {props.bulkActions}
        </BulkBar>
      )}
      <Pagination
        shown={rows.length}
        total={total}
        noun={noun}
        firstHref={list.query.includes('cursor=') ? list.hrefFor({ cursor: null }) : null}
        nextHref={props.nextCursor === null ? null : list.hrefFor({ cursor: props.nextCursor })}
      />
    </div>
  )
}
