import type { ReactNode } from 'react'
import { classNames } from '../ui/class-names.ts'
import { Time } from '../ui/time.tsx'

/** One question of the Overview with its answer and the answer's age. */
export function Panel({
  title,
  note,
  asOf,
  actions,
  className,
  children,
}: {
  title: string
  /** One sentence. */
  note?: ReactNode
  asOf: Date
  actions?: ReactNode
  className?: string
  children: ReactNode
}) {
  return (
    <section className={classNames('flex min-w-0 flex-col gap-3 rounded-lg border bg-surface p-4', className)}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="font-semibold tracking-tight">{title}</h2>
        {actions === undefined ? null : <div className="no-print text-xs">{actions}</div>}
        {note === undefined ? null : <p className="w-full text-ink-2 text-xs">{note}</p>}
      </div>
      <div className="min-w-0 flex-1">{children}</div>
      <p className="text-ink-3 text-xs">
        As of <Time at={asOf} />
      </p>
    </section>
  )
}

/** For a list that is empty because all is well, or because nothing was looked at yet; the words say which. */
export function NothingHere({ children }: { children: ReactNode }) {
  return (
    <p className="grid min-h-24 place-items-center rounded-md border border-line-strong border-dashed px-4 text-center text-ink-3 text-xs">
      {children}
    </p>
  )
}
