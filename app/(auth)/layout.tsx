import type { ReactNode } from 'react'
import { Mark } from '#components/shell/mark.tsx'

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-sm content-center gap-6 px-4 py-10">
      <Mark />
      {children}
    </main>
  )
}
