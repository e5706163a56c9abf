import { parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies'
import { cookies, headers } from 'next/headers'
import { askAuth } from './ask-auth.ts'

export type SignInOutcome = 'signed-in' | 'wrong' | 'disabled' | 'too-many' | 'failed'

/** For server actions: signs in by password and sets the session cookie on the answer. */
export async function signIn(email: string, password: string): Promise<SignInOutcome> {
  const response = await askAuth('/sign-in/email', { email, password }, await headers())
  if (!response.ok) return outcomes.get(response.status) ?? 'failed'
  const jar = await cookies()
  for (const [name, cookie] of parseSetCookieHeader(response.headers.getSetCookie().join(', '))) {
    jar.set(name, cookie.value, toCookieOptions(cookie))
  }
  return 'signed-in'
}

const outcomes: ReadonlyMap<number, SignInOutcome> = new Map<number, SignInOutcome>([
  // 400: what was typed is no e-mail address, or a password longer than any.
  [400, 'wrong'],
  [401, 'wrong'],
  [403, 'disabled'],
  [429, 'too-many'],
])
