import { z } from 'zod'
import type { Principal } from '#lib/core/principal.ts'
import { severities } from '#lib/core/severity.ts'
import { pool } from '#lib/db/client.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { findSetting, saveSetting } from '../settings.ts'
import { type Db, inTransaction } from '../sql.ts'

/** Rules of triage for the whole estate. */
export const triageSettings = z.strictObject({
  approvalFrom: z
    .enum(severities)
    .nullable()
    .describe('From this severity on an acceptance needs the approval of another administrator; null: never'),
})

export type TriageSettings = z.infer<typeof triageSettings>

const defaults: TriageSettings = { approvalFrom: 'high' }

const key = 'triage'

/** What counts now; the default where nothing was set, or where what was set is of another version. */
export async function getTriageSettings(db: Db = pool()): Promise<TriageSettings> {
  const parsed = triageSettings.safeParse(await findSetting(key, db))
  return parsed.success ? parsed.data : defaults
}

/** Throws `forbidden` below admin. */
export async function saveTriageSettings(principal: Principal, settings: TriageSettings): Promise<void> {
  requireRole(principal, 'admin')
  await inTransaction(async (tx) => {
    const before = await getTriageSettings(tx)
    await saveSetting(principal, key, settings, tx)
    await audit(tx, principal, 'triage.save', { type: 'triage', id: null }, { ...settings, before })
  })
}
