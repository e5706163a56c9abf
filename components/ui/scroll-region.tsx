import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/**
 * Content that scrolls by itself, so that the page does not; named and reachable by keyboard. It is `relative` so that
 * texts for screen readers alone (absolute) stay in it and don't lengthen the page.
 */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  label: string
  className: string
  children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    <section aria-label={label} tabIndex={0} className={classNames('relative', className)}>
      {children}
    </section>
  )
}
