import type { ReactNode } from 'react'
import { Shell } from '#components/shell/shell.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const principal = await requirePrincipal()
  return (
    <Shell userName={principal.name} role={principal.role}>
      {children}
    </Shell>
  )
}
