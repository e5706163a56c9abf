import {
  type ColumnDef,
  columnVisibilityFeature,
  type RowSelectionState,
  rowSelectionFeature,
  rowSortingFeature,
  type Table,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo, useState } from 'react'
import type { Column, Row } from './column.ts'
import { readList } from './list-query.ts'
import type { ListQuery } from './use-list-query.ts'

export const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature, rowSortingFeature })

export type ListTable<R extends Row> = Table<typeof features, R>

/**
 * The table's model over rows that the server sorted and filtered. Hidden columns come from the URL; the selection
 * is kept by id while the reader turns pages.
 */
export function useRows<R extends Row>(rows: readonly R[], columns: readonly Column<R>[], list: ListQuery) {
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({})
  const definitions = useMemo(
    () => columns.map((column): ColumnDef<typeof features, R> => toDefinition(column)),
    [columns],
  )
  const hide = readList(list.query, 'hide')
  const show = readList(list.query, 'show')
  const columnVisibility = Object.fromEntries(
    columns.map(({ id, hidden = false }) => [id, hidden ? show.includes(id) : !hide.includes(id)]),
  )
  const data = useMemo(() => [...rows], [rows])
  const table = useTable({
    features,
    columns: definitions,
    data,
    getRowId: (row) => row.id,
    manualSorting: true,
    state: { rowSelection, columnVisibility },
    onRowSelectionChange: setRowSelection,
  })
  const selected = Object.keys(rowSelection).filter((id) => rowSelection[id] === true)
  return { table, selected, clear: () => setRowSelection({}) }
}

function toDefinition<R extends Row>(column: Column<R>): ColumnDef<typeof features, R> {
  return {
    id: column.id,
    header: column.header,
    cell: ({ row }) => column.cell(row.original),
    enableHiding: column.hideable !== false,
    enableSorting: column.sort !== undefined,
  }
}
