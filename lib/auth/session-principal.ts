import { type Principal, roles } from '#lib/core/principal.ts'
import { auth } from './auth.ts'

/** The signed-in user whose session cookie the headers carry; null where there is none that holds. */
export async function principalOfSession(headers: Headers): Promise<Principal | null> {
  if (!headers.has('cookie')) return null
  const session = await auth().api.getSession({ headers })
  if (!session || session.user.banned) return null
  const role = roles.find((one) => one === session.user.role)
  if (!role) return null
  return { kind: 'user', id: session.user.id, name: session.user.name, role }
}
