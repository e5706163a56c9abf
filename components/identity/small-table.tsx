import type { ReactNode } from 'react'
import { classNames } from '../ui/class-names.ts'
import { ScrollRegion } from '../ui/scroll-region.tsx'

interface Head {
  readonly label: string
  readonly align?: 'right'
}

/** A table of one page's own rows, all of them there; becomes cards in narrow windows. `children` are rows of `Cell`s. */
export function SmallTable({
  caption,
  head,
  children,
}: {
  caption: string
  head: readonly Head[]
  children: ReactNode
}) {
  return (
    <ScrollRegion label={caption} className="overflow-x-auto rounded-lg border bg-surface">
      <table className="data-table w-full border-separate border-spacing-0 text-left">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {head.map(({ label, align }) => (
              <th
                key={label}
                scope="col"
                className={classNames(
                  'whitespace-nowrap border-b bg-sunken px-3 py-1.5 font-medium text-ink-2 text-xs',
                  align === 'right' && 'text-right',
                )}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </ScrollRegion>
  )
}

/** The first cell of a row names the thing: it has no label on a card. */
export function Cell({
  label,
  align,
  className,
  children,
}: {
  label?: string
  align?: 'right'
  className?: string
  children: ReactNode
}) {
  return (
    <td data-label={label} className={classNames('px-3 py-1.5', align === 'right' && 'nums text-right', className)}>
      {children}
    </td>
  )
}
