import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/**
 * Terms and their values; an empty value is shown as a dash, never left out in silence. `stacked`: each value under its
 * term, where the list stands in a narrow place.
 */
export function DefinitionList({
  items,
  stacked = false,
}: {
  items: readonly { readonly term: string; readonly value: ReactNode }[]
  stacked?: boolean
}) {
  return (
    <dl className="divide-y">
      {items.map((item) => (
        <div
          key={item.term}
          className={classNames('grid gap-x-4 py-1.5', !stacked && 'sm:grid-cols-[11rem_minmax(0,1fr)]')}
        >
          <dt className="text-ink-3">{item.term}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{item.value ?? <span className="text-ink-3">—</span>}</dd>
        </div>
      ))}
    </dl>
  )
}
