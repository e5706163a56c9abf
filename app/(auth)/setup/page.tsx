import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ErrorState } from '#components/ui/error-state.tsx'
import { isSetUp, isSetupToken } from '#lib/auth/setup.ts'
import { SetupForm } from './setup-form.client.tsx'

export const metadata: Metadata = { title: 'Set up' }

export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  if (await isSetUp()) redirect('/sign-in')
  const { token } = await searchParams
  if (typeof token !== 'string' || !(await isSetupToken(token))) {
    return (
      <ErrorState
        title="This set-up link is not good any more"
        detail="It holds for 24 hours, and each start ends the one before. Restart Countersign: it prints a new link."
      />
    )
  }
  return (
    <>
      <div className="grid gap-1">
        <h1 className="font-semibold text-xl tracking-tight">Make the first administrator</h1>
        <p className="text-ink-2 text-sm">This link works once. Administrators add everybody else, under Settings.</p>
      </div>
      <SetupForm token={token} />
    </>
  )
}
