import Link from 'next/link'
import type { BoundedCount } from '#lib/core/page.ts'
import { countText } from '../ui/count-link.tsx'

/** The foot of a list that has no filters. */
export function OlderLink({
  shown,
  total,
  noun,
  path,
  cursor,
  nextCursor,
}: {
  shown: number
  total: BoundedCount
  noun: string
  path: string
  cursor: string | undefined
  nextCursor: string | null
}) {
  return (
    <p className="flex flex-wrap gap-4 text-ink-3 text-xs">
      <span>
        {shown} of {countText(total)} {noun}
      </span>
      {cursor === undefined ? null : (
        <Link href={path} className="link">
          Newest
        </Link>
      )}
      {nextCursor === null ? null : (
        <Link href={`${path}?cursor=${encodeURIComponent(nextCursor)}`} className="link">
          Older
        </Link>
      )}
    </p>
  )
}
