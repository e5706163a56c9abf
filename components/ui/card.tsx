import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export function Card({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={classNames('min-w-0 rounded-lg border bg-surface p-4', className)}>{children}</div>
}

/** A part of a page with its heading (h2); `id` makes it a target for links. */
export function Section({
  id,
  title,
  note,
  actions,
  className,
  children,
}: {
  id?: string
  title: ReactNode
  /** One sentence under the heading. */
  note?: ReactNode
  actions?: ReactNode
  className?: string
  children: ReactNode
}) {
  return (
    <section id={id} className={classNames('grid min-w-0 gap-3', className)}>
      <div className="flex flex-wrap items-end justify-between gap-2">
        <div className="min-w-0">
          <h2 className="font-semibold text-base tracking-tight">{title}</h2>
          {note === undefined ? null : <p className="text-ink-3 text-xs">{note}</p>}
        </div>
        {actions === undefined ? null : <div className="no-print flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  )
}
