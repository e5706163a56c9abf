'use client'

import Link from 'next/link'
import type { ReactNode, Ref } from 'react'
import { classNames } from '../ui/class-names.ts'
import { Checkbox } from '../ui/input.tsx'
import type { Column, Row } from './column.ts'
import type { ListTable } from './use-rows.ts'

export function TableBody<R extends Row>({
  ref,
  table,
  columns,
  selectable,
  rowHref,
}: {
  ref: Ref<HTMLTableSectionElement>
  table: ListTable<R>
  columns: readonly Column<R>[]
  selectable: boolean
  rowHref?: (row: R) => string
}) {
  return (
    <tbody ref={ref}>
      {table.getRowModel().rows.map((row) => (
        <tr
          key={row.id}
          data-selected={row.getIsSelected() || undefined}
          className="group hover:bg-hover focus-within:bg-hover data-selected:bg-accent-soft"
        >
          {selectable ? (
            <td className="table-cell-select no-print w-9 pr-0 pl-3">
              <Checkbox
                aria-label="Select this row"
                checked={row.getIsSelected()}
                onChange={(event) => row.toggleSelected(event.target.checked)}
              />
            </td>
          ) : null}
          {row.getVisibleCells().map((cell, index) => {
            const column = columns.find((one) => one.id === cell.column.id)
            if (column === undefined) return null
            return (
              <td
                key={cell.id}
                data-label={index === 0 ? undefined : column.header}
                className={classNames('px-3', column.align === 'right' && 'nums text-right', column.className)}
              >
                <CellLink href={index === 0 ? rowHref?.(row.original) : undefined}>
                  {column.cell(row.original)}
                </CellLink>
              </td>
            )
          })}
        </tr>
      ))}
    </tbody>
  )
}

function CellLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  if (href === undefined) return children
  return (
    <Link
      href={href}
      prefetch={false}
      data-row-link=""
      className="font-medium text-ink hover:text-accent hover:underline"
    >
      {children}
    </Link>
  )
}
