import type { ReactNode } from 'react'

/** Terms and their values; an empty value is shown as a dash, never left out in silence. */
export function DefinitionList({ items }: { items: readonly { readonly term: string; readonly value: ReactNode }[] }) {
  return (
    <dl className="divide-y">
      {items.map((item) => (
        <div key={item.term} className="grid gap-x-4 py-1.5 sm:grid-cols-[11rem_minmax(0,1fr)]">
          <dt className="text-ink-3">{item.term}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{item.value ?? <span className="text-ink-3">—</span>}</dd>
        </div>
      ))}
    </dl>
  )
}
