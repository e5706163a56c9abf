import { betterAuth } from 'better-auth/minimal'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { admin } from 'better-auth/plugins'
import { createAccessControl } from 'better-auth/plugins/access'
import { readEnv } from '#lib/core/env.ts'
import { log } from '#lib/core/log.ts'
import { roles } from '#lib/core/principal.ts'
import { dayMs, secondMs } from '#lib/core/time.ts'
import { passwordLength } from '#lib/data/users/password.ts'
import { prisma } from '#lib/db/client.ts'

export type Auth = ReturnType<typeof makeAuth>

const holder = globalThis as typeof globalThis & { countersignAuth?: Auth }

/** The process' one better-auth instance, made from the environment at first use. */
export function auth(): Auth {
  holder.countersignAuth ??= makeAuth()
  return holder.countersignAuth
}

/** Where browsers reach the product: an origin without a trailing slash. */
export function publicUrl(): string {
  const { COUNTERSIGN_URL, PORT } = readEnv()
  return new URL(COUNTERSIGN_URL ?? `http://localhost:${PORT}`).origin
}

/**
 * Users are made, changed and disabled by lib/data/users, which knows the last administrator and writes the audit
 * log; over HTTP only signing in and out are open (app/api/auth). The admin plugin keeps disabled users out.
 */
function makeAuth() {
  const { COUNTERSIGN_SECRET: secret } = readEnv()
  if (!secret) throw new Error('COUNTERSIGN_SECRET is not set; start with `npm start`, which sets it')
  const url = publicUrl()
  return betterAuth({
    appName: 'Countersign',
    baseURL: url,
    secret,
    database: prismaAdapter(prisma(), { provider: 'postgresql' }),
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
    },
    session: { expiresIn: (7 * dayMs) / secondMs, updateAge: dayMs / secondMs },
    // Per address; a limit per account stands in lib/auth/sign-in.ts, since addresses behind a proxy can be forged.
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 300,
      customRules: { '/sign-in/*': { window: 60, max: 20 } },
    },
    advanced: { cookiePrefix: 'countersign', useSecureCookies: url.startsWith('https:') },
    plugins: [admin({ ...accessControl(), defaultRole: 'viewer', adminRoles: ['admin'] })],
    logger: { log: (level, message) => log[level]({ from: 'better-auth' }, message) },
  })
}

/** The plugin wants every role named; what a role may do is told by lib/core/principal.ts alone. */
function accessControl() {
  const control = createAccessControl({})
  return { ac: control, roles: Object.fromEntries(roles.map((role) => [role, control.newRole({})])) }
}
