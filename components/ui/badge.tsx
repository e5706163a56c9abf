import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** The frame of every badge; the families (severity, status, verdict, outcome) choose shape and colour. */
export function Badge({
  className,
  children,
  title,
}: {
  className?: string | undefined
  children: ReactNode
  title?: string | undefined
}) {
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex h-5.5 max-w-full items-center gap-1 whitespace-nowrap rounded border border-transparent bg-sunken px-1.5 font-medium text-ink-2 text-xs [&_svg]:size-3 [&_svg]:shrink-0',
        className,
      )}
    >
      {children}
    </span>
  )
}
