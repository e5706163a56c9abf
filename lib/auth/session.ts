import { headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { cache } from 'react'
import { hasRole, type Principal, type Role } from '#lib/core/principal.ts'
import { requestPathHeader, safeNextPath } from './next-path.ts'
import { principalOfSession } from './session-principal.ts'

/** Who looks at this page or sent this server action; null where nobody is signed in. Asked once per request. */
export const currentPrincipal = cache(async (): Promise<Principal | null> => principalOfSession(await headers()))

/**
 * The principal for pages and server actions. Nobody signed in: on to the sign-in page and back afterwards.
 * Where the role is not enough, the answer is 403 and app/(dashboard)/forbidden.tsx.
 */
export async function requirePrincipal(role: Role = 'viewer'): Promise<Principal> {
  const principal = await currentPrincipal()
  if (!principal) {
    const next = safeNextPath((await headers()).get(requestPathHeader))
    redirect(next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`)
  }
  if (!hasRole(principal, role)) forbidden()
  return principal
}
