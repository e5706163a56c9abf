import type { BoundedCount } from '#lib/core/page.ts'
import { countText } from './count-link.tsx'
import { LinkButton } from './link-button.tsx'

/** Keyset pages go forward; the browser's Back goes back, since every page has its URL. */
export function Pagination({
  shown,
  total,
  noun,
  firstHref,
  nextHref,
}: {
  shown: number
  total: BoundedCount
  noun: string
  /** Null on the first page. */
  firstHref: string | null
  /** Null on the last page. */
  nextHref: string | null
}) {
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center justify-between gap-2 text-ink-2 text-xs">
      <span className="nums">
        {shown.toLocaleString('en')} of {countText(total)} {noun}
      </span>
      <span className="no-print flex gap-2">
        {firstHref === null ? null : (
          <LinkButton size="sm" href={firstHref}>
            First page
          </LinkButton>
        )}
        {nextHref === null ? null : (
          <LinkButton size="sm" href={nextHref}>
            Next page
          </LinkButton>
        )}
      </span>
    </nav>
  )
}
