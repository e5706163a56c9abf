'use client'

import { type ReactNode, useState } from 'react'
import type { BoundedCount } from '#lib/core/page.ts'
import { Button } from '../ui/button.tsx'
import { countText } from '../ui/count-link.tsx'
import type { Selection } from './column.ts'

/** Stands at the foot of the window while rows are selected, over pages too; can widen to all that match. */
export function BulkBar({
  selected,
  total,
  noun,
  query,
  onClear,
  children,
}: {
  selected: readonly string[]
  total: BoundedCount
  noun: string
  query: string
  onClear: () => void
  children: (selection: Selection, clear: () => void) => ReactNode
}) {
  // The query for which "all" was said: another filter takes it back.
  const [allOf, setAllOf] = useState<string | null>(null)
  if (selected.length === 0) return null
  const all = allOf === query
  const clear = () => {
    setAllOf(null)
    onClear()
  }
  return (
    <section
      aria-label="Selection"
      className="no-print sticky bottom-3 z-20 flex flex-wrap items-center gap-2 rounded-lg border border-accent/50 bg-surface px-3 py-2 shadow-float"
    >
      <span className="nums font-medium">
        {all ? `All ${countText(total)} ${noun} that match` : `${countText(selected.length)} selected`}
      </span>
      {all || selected.length >= total.count ? null : (
        <Button variant="quiet" size="sm" onClick={() => setAllOf(query)}>
          Select all {countText(total)} that match
        </Button>
      )}
      <span className="ml-auto flex flex-wrap items-center gap-2">
        {children(all ? { kind: 'all', query } : { kind: 'ids', ids: selected }, clear)}
        <Button variant="quiet" size="sm" onClick={clear}>
          Clear
        </Button>
      </span>
    </section>
  )
}
