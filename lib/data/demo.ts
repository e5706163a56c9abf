import { z } from 'zod'
import type { Principal } from '#lib/core/principal.ts'
import { findSetting, saveSetting } from './settings.ts'

const key = 'demo'
const demoSchema = z.object({ enabled: z.boolean() })

/** Asks for the demo estate: the process that holds the product up starts it within seconds. Throws `forbidden` below admin. */
export async function requestDemo(principal: Principal): Promise<void> {
  await saveSetting(principal, key, { enabled: true })
}

/** Whether the demo estate was asked for. */
export async function isDemoRequested(): Promise<boolean> {
  const setting = demoSchema.safeParse(await findSetting(key))
  return setting.success && setting.data.enabled
}
