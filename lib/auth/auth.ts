import { prismaAdapter } from 'better-auth/adapters/prisma'
import { betterAuth } from 'better-auth/minimal'
import { admin } from 'better-auth/plugins'
import { createAccessControl } from 'better-auth/plugins/access'
import { readEnv } from '#lib/core/env.ts'
import { log } from '#lib/core/log.ts'
import { roles } from '#lib/core/principal.ts'
import { publicUrl } from '#lib/core/public-url.ts'
import { dayMs, secondMs } from '#lib/core/time.ts'
import { signInLimit } from '#lib/data/users/sign-in-limit.ts'
import { passwordLength } from '#lib/data/users/user-fields.ts'
import { prisma } from '#lib/db/client.ts'
import type { PrismaClient } from '#lib/db/generated/client.ts'
import { signInGuard } from './sign-in-guard.ts'

export type Auth = ReturnType<typeof makeAuth>

let made: { readonly database: PrismaClient; readonly auth: Auth } | undefined

/** The process' one better-auth instance, made from the environment at first use and whenever the database is opened anew. */
export function auth(): Auth {
  const database = prisma()
  if (made?.database !== database) made = { database, auth: makeAuth(database) }
  return made.auth
}

/**
 * Users are made, changed and disabled by lib/data/users, which knows the last administrator and writes the audit
 * log; over HTTP only signing in and out are open (app/api/auth). The admin plugin keeps disabled users out.
 */
function makeAuth(database: PrismaClient) {
  const { COUNTERSIGN_SECRET: secret } = readEnv()
  if (!secret) throw new Error('COUNTERSIGN_SECRET is not set; start with `npm start`, which sets it')
  const url = publicUrl()
  return betterAuth({
    appName: 'Countersign',
    baseURL: url,
    secret,
    database: prismaAdapter(database, { provider: 'postgresql' }),
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
    },
    session: { expiresIn: (7 * dayMs) / secondMs, updateAge: dayMs / secondMs },
    hooks: signInGuard,
    // Per address. Addresses can be forged, so lib/data/users/sign-in-limit.ts counts per account as well, in the
    // same table: the rule named after it is never asked for, but keeps better-auth from pruning those rows early.
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 300,
      customRules: {
        '/sign-in/*': { window: 60, max: 20 },
        '/sign-in-limit': { window: signInLimit.windowMs / secondMs, max: signInLimit.attempts },
      },
    },
    advanced: {
      cookiePrefix: 'countersign',
      useSecureCookies: url.startsWith('https:'),
      // Said outright, since better-auth skips the check under test where it is not.
      disableOriginCheck: false,
    },
    plugins: [admin({ ...accessControl(), defaultRole: 'viewer', adminRoles: ['admin'] })],
    logger: { log: (level, message) => log[level]({ from: 'better-auth' }, message) },
  })
}

/** The plugin wants every role named; what a role may do is told by lib/core/principal.ts alone. */
function accessControl() {
  const control = createAccessControl({})
  return { ac: control, roles: Object.fromEntries(roles.map((role) => [role, control.newRole({})])) }
}
