import type { ReactNode } from 'react'
import { Shell } from '#components/shell/shell.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { countUnreadMentions } from '#lib/data/mentions/list-mentions.ts'

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const principal = await requirePrincipal()
  return (
    <Shell userName={principal.name} role={principal.role} unread={await countUnreadMentions(principal)}>
      {children}
    </Shell>
  )
}
