import Link from 'next/link'
import type { ReactNode } from 'react'

/** The one h1 of a page, with what it is about and the actions on the whole. */
export function PageHeader({
  title,
  note,
  parent,
  badges,
  actions,
}: {
  title: ReactNode
  note?: ReactNode
  /** The list that this thing belongs to. */
  parent?: { readonly href: string; readonly label: string }
  badges?: ReactNode
  actions?: ReactNode
}) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {parent === undefined ? null : (
          <nav aria-label="Breadcrumb" className="mb-1 text-ink-3 text-xs">
            <Link href={parent.href} className="hover:text-ink hover:underline">
              {parent.label}
            </Link>
            <span aria-hidden="true"> / </span>
          </nav>
        )}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 font-semibold text-xl tracking-tight [overflow-wrap:anywhere]">{title}</h1>
          {badges}
        </div>
        {note === undefined ? null : <div className="mt-1 max-w-3xl text-ink-2 text-sm">{note}</div>}
      </div>
      {actions === undefined ? null : <div className="no-print flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}
