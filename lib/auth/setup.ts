import { randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { sha256, toHex } from '#lib/core/ids.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { publicUrl } from '#lib/core/public-url.ts'
import { dayMs } from '#lib/core/time.ts'
import { findSetting, saveSetting, takeSetting } from '#lib/data/settings.ts'
import type { Db } from '#lib/data/sql.ts'
import { createFirstAdministrator, hasUsers } from '#lib/data/users/first-administrator.ts'
import type { administratorFields } from '#lib/data/users/user-fields.ts'
import { pool } from '#lib/db/client.ts'

const settingKey = 'setup'

const held = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), expiresAt: z.iso.datetime() })

/**
 * The one-time link under which the first administrator is made, good for 24 hours; null once there is a user.
 * Each call makes a new link and ends the one before.
 */
export async function ensureSetupLink(): Promise<string | null> {
  if (await hasUsers(pool())) return null
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(Date.now() + dayMs).toISOString()
  await saveSetting(systemPrincipal, settingKey, { sha256: toHex(sha256(token)), expiresAt })
  return `${publicUrl()}/setup?token=${token}`
}

/** Whether there is a user, so that people can sign in. */
export async function isSetUp(): Promise<boolean> {
  return hasUsers(pool())
}

/** Whether the set-up page has something to do for who brings this token. */
export async function isSetupToken(token: string): Promise<boolean> {
  return !(await isSetUp()) && (await matches(token, pool()))
}

/**
 * Makes the first administrator and ends the link, both or neither. Throws `invalid-input` by field, `not-found`
 * where the link was used, has expired or never was.
 */
export async function completeSetup(token: string, input: z.input<typeof administratorFields>): Promise<void> {
  // Asked first as well, so that strangers can't make us hash passwords.
  if (await isSetupToken(token)) {
    const made = await createFirstAdministrator(input, async (tx) => {
      if (!(await matches(token, tx))) return false
      return (await takeSetting(systemPrincipal, settingKey, tx)) !== null
    })
    if (made !== null) return
  }
  throw new AppError(
    'not-found',
    'This set-up link was used or has expired; a restart prints a new one while there is no user',
  )
}

/** For scripted set-ups: makes this administrator where there is no user yet, else does nothing. Throws `invalid-input`. */
export async function ensureFirstAdministrator(email: string, password: string): Promise<void> {
  if (await hasUsers(pool())) return
  await createFirstAdministrator({ name: 'Administrator', email, password }, async (tx) => {
    await takeSetting(systemPrincipal, settingKey, tx)
    return true
  })
}

async function matches(token: string, db: Db): Promise<boolean> {
  const setting = held.safeParse(await findSetting(settingKey, db))
  if (!setting.success || Date.parse(setting.data.expiresAt) <= Date.now()) return false
  return timingSafeEqual(sha256(token), Buffer.from(setting.data.sha256, 'hex'))
}
