'use client'

import { useEffect } from 'react'

/** Whoever opens a finding has read where he is named in it. */
export function SeenMentions({
  findingId,
  read,
}: {
  findingId: string
  read: (findingId: string) => Promise<unknown>
}) {
  useEffect(() => {
    // Not told of a failure: the mention stays unread, and is there for the next time.
    read(findingId).catch(() => undefined)
  }, [findingId, read])
  return null
}
