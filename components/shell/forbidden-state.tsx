import { Lock } from 'lucide-react'
import { LinkButton } from '../ui/link-button.tsx'

/** The page is there, and this role may not see it. */
export function ForbiddenState({ name, role }: { name: string; role: string }) {
  return (
    <div className="grid justify-items-center gap-3 rounded-lg border border-line-strong bg-surface px-4 py-12 text-center">
      <Lock aria-hidden="true" className="size-6 text-ink-3" />
      <h1 className="font-semibold text-base">Your role does not open this page</h1>
      <p className="max-w-md text-ink-2 [overflow-wrap:anywhere]">
        You are signed in as <bdi>{name}</bdi>, whose role is {role}. Nothing was changed. An administrator can give you
        another role under Settings, Users.
      </p>
      <LinkButton href="/overview">Go to the overview</LinkButton>
    </div>
  )
}
