import { z } from 'zod'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { secondMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { audit } from './audit.ts'
import { requireRole } from './require-role.ts'
import { type ScanProgress, selectScans } from './scans/scan-progress.ts'
import { findSetting, saveSetting } from './settings.ts'

const key = 'demo'

/** `requested` by somebody, then `starting` by the process that holds the product up, then `up` or `failed`. */
const stages = ['requested', 'starting', 'up', 'failed'] as const

const demoSchema = z.object({
  enabled: z.boolean(),
  stage: z.enum(stages).default('requested'),
  detail: z.string().nullable().default(null),
  at: z.iso.datetime().nullable().default(null),
})

/** The process that can start it looks every two seconds; one that has not answered by then is not there. */
const answerWithinMs = 15 * secondMs

export interface DemoStatus {
  /** `absent`: nobody asked. `unanswered`: asked, and no process is there that could start it. */
  readonly stage: 'absent' | 'unanswered' | (typeof stages)[number]
  /** Why it failed. */
  readonly detail: string | null
  /** Its newest scan. */
  readonly scan: ScanProgress | null
}

/** Asks for the demo estate: the process that holds the product up starts it within seconds. Throws `forbidden` below admin. */
export async function requestDemo(principal: Principal, now: Date = new Date()): Promise<void> {
  await saveSetting(principal, key, { enabled: true, stage: 'requested', detail: null, at: now.toISOString() })
  await audit(pool(), principal, 'demo.request', { type: 'setting', id: key })
}

/** Whether the demo estate was asked for. */
export async function isDemoRequested(): Promise<boolean> {
  const setting = demoSchema.safeParse(await findSetting(key))
  return setting.success && setting.data.enabled
}

/** Told by the process that starts the estate. One that failed may be asked for again. */
export async function noteDemo(stage: 'starting' | 'up' | 'failed', detail: string | null = null): Promise<void> {
  const at = new Date().toISOString()
  await saveSetting(systemPrincipal, key, { enabled: stage !== 'failed', stage, detail, at })
}

export async function demoStatus(principal: Principal, now: Date = new Date()): Promise<DemoStatus> {
  requireRole(principal, 'viewer')
  const setting = demoSchema.safeParse(await findSetting(key))
  if (!setting.success) return { stage: 'absent', detail: null, scan: null }
  const { stage, detail, at } = setting.data
  const [scan] = await selectScans(`s.kind = 'demo'`, [], 1)
  const late = stage === 'requested' && (at === null || now.getTime() - Date.parse(at) > answerWithinMs)
  return { stage: late ? 'unanswered' : stage, detail, scan: scan ?? null }
}
