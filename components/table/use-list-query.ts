import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useOptimistic, useTransition } from 'react'
import { changeQuery, type QueryChange } from './list-query.ts'

export interface ListQuery {
  /** As the reader asked for it; the rows follow when the server has answered. */
  readonly query: string
  readonly pending: boolean
  readonly hrefFor: (change: QueryChange) => string
  /** Goes there in a transition: the rows that stand stay until the new ones are there. */
  readonly apply: (change: QueryChange, mode?: 'push' | 'replace') => void
}

/** The list's state is the URL and nothing else. */
export function useListQuery(): ListQuery {
  const router = useRouter()
  const path = usePathname()
  const [query, setQuery] = useOptimistic(useSearchParams().toString())
  const [pending, startTransition] = useTransition()
  const hrefFor = (change: QueryChange) => {
    const next = changeQuery(query, change)
    return next === '' ? path : `${path}?${next}`
  }
  const apply = (change: QueryChange, mode: 'push' | 'replace' = 'push') => {
    const href = hrefFor(change)
    startTransition(() => {
      setQuery(changeQuery(query, change))
      router[mode](href, { scroll: false })
    })
  }
  return { query, pending, hrefFor, apply }
}
