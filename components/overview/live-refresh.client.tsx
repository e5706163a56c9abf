'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useTransition } from 'react'

/**
 * Reads the page anew every so often while something on it moves; what is shown stays until then. A reading that takes
 * longer is waited for: the next one would cut it off, and nothing would ever arrive.
 */
export function LiveRefresh({ everyMs }: { everyMs: number }) {
  const router = useRouter()
  const [pending, start] = useTransition()
  useEffect(() => {
    if (pending) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') start(() => router.refresh())
    }, everyMs)
    return () => clearInterval(timer)
  }, [router, everyMs, pending])
  return null
}
