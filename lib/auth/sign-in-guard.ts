import { APIError, createAuthMiddleware } from 'better-auth/api'
import { z } from 'zod'
import { recordSignIn, recordSignInFailure } from '#lib/data/users/record-sign-in.ts'
import { admitSignIn, forgetSignIns } from '#lib/data/users/sign-in-limit.ts'

const signInPath = '/sign-in/email'
const credentials = z.object({ email: z.string() })

/** better-auth hooks around every sign-in by password, by form and by API alike: the limit per account, the audit log. */
export const signInGuard = {
  before: createAuthMiddleware(async (context) => {
    const email = emailOf(context)
    if (email === null || (await admitSignIn(email))) return
    await recordSignInFailure(email, 'too-many')
    throw new APIError('TOO_MANY_REQUESTS', { message: 'Too many attempts; try again in some minutes' })
  }),
  after: createAuthMiddleware(async (context) => {
    const email = emailOf(context)
    if (email === null) return
    const { newSession, returned } = context.context
    if (newSession) {
      await forgetSignIns(email)
      await recordSignIn(newSession.user)
    } else if (returned instanceof APIError) {
      await recordSignInFailure(email, returned.statusCode === 403 ? 'disabled' : 'wrong-password')
    }
  }),
}

function emailOf(context: { readonly path?: string | undefined; readonly body?: unknown }): string | null {
  const body = credentials.safeParse(context.body)
  return context.path === signInPath && body.success ? body.data.email : null
}
