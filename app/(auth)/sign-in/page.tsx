import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Notice } from '#components/ui/notice.tsx'
import { safeNextPath } from '#lib/auth/next-path.ts'
import { currentPrincipal } from '#lib/auth/session.ts'
import { isSetUp } from '#lib/auth/setup.ts'
import { SignInForm } from './sign-in-form.client.tsx'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { next } = await searchParams
  const path = safeNextPath(Array.isArray(next) ? next[0] : next)
  if (await currentPrincipal()) redirect(path)
  return (
    <>
      <h1 className="font-semibold text-xl tracking-tight">Sign in</h1>
      {(await isSetUp()) ? null : (
        <Notice>There is no user yet. Open the set-up link that the start printed; a restart prints a new one.</Notice>
      )}
      <SignInForm next={path} />
    </>
  )
}
