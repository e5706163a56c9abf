import type { ReactNode } from 'react'
import { classNames } from '../ui/class-names.ts'

export interface PlainColumn<Row> {
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  readonly align?: 'right'
  readonly className?: string
}

/** A short list that is shown whole, with the look of the others: a table, and cards on narrow screens. */
export function PlainTable<Row extends { readonly id: string }>({
  caption,
  columns,
  rows,
}: {
  caption: string
  columns: readonly PlainColumn<Row>[]
  rows: readonly Row[]
}) {
  return (
    <div className="overflow-x-auto rounded-lg border bg-surface">
      <table className="data-table w-full border-separate border-spacing-0 text-left">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.header}
                scope="col"
                className={classNames(
                  'whitespace-nowrap border-b bg-sunken px-3 py-2 font-medium text-ink-2 text-xs',
                  column.align === 'right' && 'text-right',
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className="hover:bg-hover">
              {columns.map((column, index) => (
                <td
                  key={column.header}
                  data-label={index === 0 ? undefined : column.header}
                  className={classNames('px-3', column.align === 'right' && 'nums text-right', column.className)}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
