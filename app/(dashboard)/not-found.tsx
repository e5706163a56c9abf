import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'

export default function NotFound() {
  return (
    <EmptyState
      title="There is no such thing"
      why="It may have been removed, or the address has a typing error."
      action={<LinkButton href="/overview">Go to the overview</LinkButton>}
    />
  )
}
