import { EmptyState } from '../ui/empty-state.tsx'
import { LinkButton } from '../ui/link-button.tsx'

export function NothingServed() {
  return (
    <EmptyState
      title="No identity has a certificate yet"
      why="An identity has an age as soon as an endpoint that is bound to it was scanned and presented a certificate."
      action={
        <LinkButton variant="primary" href="/discovery">
          Add endpoints
        </LinkButton>
      }
    />
  )
}
