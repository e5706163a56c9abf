'use client'

import { useEffect } from 'react'
import { useOutage } from '#components/shell/use-outage.ts'
import { Button } from '#components/ui/button.tsx'
import { ErrorState, errorDigest } from '#components/ui/error-state.tsx'

export default function DashboardError({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => console.error(error), [error])
  const outage = useOutage(retry)
  if (outage.length > 0) {
    return (
      <ErrorState
        title="A part that this page needs is away"
        detail={`${outage.join('. ')}. Nothing was changed or lost; the page comes back by itself.`}
        id={errorDigest(error)}
      />
    )
  }
  return (
    <ErrorState
      title="This page could not be shown"
      detail="Nothing was changed. The rest of the product still works; the server's log holds the cause under this id."
      id={errorDigest(error)}
      action={
        <Button variant="primary" onClick={retry}>
          Try again
        </Button>
      }
    />
  )
}
