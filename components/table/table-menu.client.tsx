'use client'

import { Columns3, Download } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { Dropdown, DropdownCheck, DropdownLabel, DropdownLink } from '../ui/dropdown.client.tsx'
import type { Column, Row } from './column.ts'
import { readList } from './list-query.ts'
import type { ListQuery } from './use-list-query.ts'
import type { ListTable } from './use-rows.ts'

/** Which columns stand, and the files that hold exactly this list. */
export function TableMenu<R extends Row>({
  table,
  columns,
  list,
  exports,
}: {
  table: ListTable<R>
  columns: readonly Column<R>[]
  list: ListQuery
  exports: readonly { readonly label: string; readonly href: string }[]
}) {
  const toggle = (column: Column<R>, visible: boolean) => {
    // Only what differs from the list's own choice stands in the URL.
    const key = column.hidden === true ? 'show' : 'hide'
    const others = readList(list.query, key).filter((id) => id !== column.id)
    const named = visible === (column.hidden === true)
    list.apply({ [key]: named ? [...others, column.id] : others, ...keepCursor(list.query) }, 'replace')
  }
  return (
    <>
      <Dropdown
        trigger={
          <Button aria-label="Columns">
            <Columns3 aria-hidden="true" />
            <span className="hidden md:inline">Columns</span>
          </Button>
        }
      >
        <DropdownLabel>Columns</DropdownLabel>
        {columns
          .filter((column) => column.hideable !== false)
          .map((column) => (
            <DropdownCheck
              key={column.id}
              checked={table.getColumn(column.id)?.getIsVisible() ?? true}
              onChange={(visible) => toggle(column, visible)}
            >
              {column.header}
            </DropdownCheck>
          ))}
      </Dropdown>
      {exports.length === 0 ? null : (
        <Dropdown
          trigger={
            <Button aria-label="Export">
              <Download aria-hidden="true" />
              <span className="hidden md:inline">Export</span>
            </Button>
          }
        >
          <DropdownLabel>Everything that matches</DropdownLabel>
          {exports.map(({ label, href }) => (
            <DropdownLink key={label}>
              <a href={href} download>
                {label}
              </a>
            </DropdownLink>
          ))}
        </Dropdown>
      )}
    </>
  )
}

function keepCursor(query: string) {
  const cursor = new URLSearchParams(query).get('cursor')
  return cursor === null ? {} : { cursor }
}
