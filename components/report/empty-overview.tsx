import type { ReactNode } from 'react'
import { EmptyState } from '../ui/empty-state.tsx'
import { LinkButton } from '../ui/link-button.tsx'

/** Before the first endpoint: why there is nothing, and what to do next. */
export function EmptyOverview({ demo }: { demo: ReactNode }) {
  return (
    <EmptyState
      title="Nothing is watched yet"
      why="Countersign shows which service identities are proven by TLS. It has no endpoints to look at: add the hosts that your services answer on, and the first scan starts by itself."
      action={
        <>
          <LinkButton variant="primary" href="/discovery">
            Add endpoints
          </LinkButton>
          {demo}
        </>
      }
    />
  )
}
