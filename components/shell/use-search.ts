import { useEffect, useState } from 'react'

export interface Found {
  readonly kind: 'identity' | 'endpoint' | 'certificate'
  readonly id: string
  readonly label: string
  readonly detail: string
}

interface Search {
  readonly found: readonly Found[]
  /** One line on how the search stands. */
  readonly note: string
}

const hint = 'Type at least two characters'

/** Asks the search route a moment after the last key; an older answer never replaces a newer one. */
export function useSearch(text: string): Search {
  const [search, setSearch] = useState<Search>({ found: [], note: hint })
  const query = text.trim()
  useEffect(() => {
    if (query.length < 2) {
      setSearch({ found: [], note: hint })
      return
    }
    setSearch((last) => ({ ...last, note: 'Searching…' }))
    const abort = new AbortController()
    const timer = setTimeout(() => {
      ask(query, abort.signal)
        .then(setSearch)
        .catch(() => {
          if (!abort.signal.aborted) setSearch({ found: [], note: 'The search failed; pages can still be opened' })
        })
    }, 120)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [query])
  return search
}

async function ask(query: string, signal: AbortSignal): Promise<Search> {
  const response = await fetch(`/api/v1/search?q=${encodeURIComponent(query)}`, { signal })
  if (!response.ok) throw new Error(`search answered ${response.status}`)
  const { results }: { results: Found[] } = await response.json()
  return { found: results, note: results.length === 0 ? `Nothing is named “${query}”` : `${results.length} found` }
}
