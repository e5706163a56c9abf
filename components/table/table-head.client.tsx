'use client'

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import Link from 'next/link'
import { classNames } from '../ui/class-names.ts'
import { Checkbox } from '../ui/input.tsx'
import type { Column, Row } from './column.ts'
import { nextSort } from './list-query.ts'
import type { ListQuery } from './use-list-query.ts'
import type { ListTable } from './use-rows.ts'

export const headCell = 'sticky top-0 z-10 h-9 whitespace-nowrap border-b bg-sunken px-3 font-medium text-ink-2 text-xs'

export function TableHead<R extends Row>({
  table,
  columns,
  sort,
  list,
  selectable,
  noun,
}: {
  table: ListTable<R>
  columns: readonly Column<R>[]
  sort: string
  list: ListQuery
  selectable: boolean
  noun: string
}) {
  return (
    <thead>
      <tr>
        {selectable ? (
          <th scope="col" className={classNames(headCell, 'no-print w-9 pr-0')}>
            <Checkbox
              aria-label={`Select all ${noun} of this page`}
              checked={table.getIsAllRowsSelected()}
              onChange={(event) => table.toggleAllRowsSelected(event.target.checked)}
            />
          </th>
        ) : null}
        {table.getVisibleLeafColumns().map(({ id }) => {
          const column = columns.find((one) => one.id === id)
          return column === undefined ? null : <HeadCell key={id} column={column} sort={sort} list={list} />
        })}
      </tr>
    </thead>
  )
}

function HeadCell<R extends Row>({ column, sort, list }: { column: Column<R>; sort: string; list: ListQuery }) {
  const right = column.align === 'right'
  if (column.sort === undefined)
    return (
      <th scope="col" className={classNames(headCell, right && 'text-right')}>
        {column.header}
      </th>
    )
  const key = column.sort
  const order = sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : undefined
  const change = { sort: nextSort(sort, key) }
  const Icon = order === 'ascending' ? ArrowUp : order === 'descending' ? ArrowDown : ChevronsUpDown
  return (
    <th scope="col" aria-sort={order} className={classNames(headCell, right && 'text-right')}>
      <Link
        href={list.hrefFor(change)}
        prefetch={false}
        scroll={false}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return
          event.preventDefault()
          list.apply(change)
        }}
        className={classNames(
          'inline-flex items-center gap-1 rounded hover:text-ink',
          order !== undefined && 'text-ink',
          right && 'flex-row-reverse',
        )}
      >
        {column.header}
        <Icon aria-hidden="true" className={classNames('size-3', order === undefined && 'opacity-40')} />
      </Link>
    </th>
  )
}
