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
          {demo === null ? null : (
            <div className="mt-3 grid justify-items-center gap-2 border-t pt-5">
              <p className="max-w-md text-ink-3 text-xs">
                Or look around first: about 45 real TLS servers, good and faulty ones, on the loopback of this machine.
                Nothing leaves it.
              </p>
              {demo}
            </div>
          )}
        </>
      }
    />
  )
}
