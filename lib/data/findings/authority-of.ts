import { hasRole, type Principal } from '#lib/core/principal.ts'
import { type Db, rows } from '../sql.ts'
import { tokenOwner } from '../tokens/token-owner.ts'
import type { Authority } from './decide-change.ts'
import { getTriageSettings } from './triage-settings.ts'

/** Who decides, as the person behind a session or token, and what the estate asks of an acceptance. */
export async function authorityOf(tx: Db, principal: Principal): Promise<Authority> {
  const personId = await tokenOwner(tx, principal)
  const { approvalFrom } = await getTriageSettings(tx)
  const [others] = await rows<{ there: boolean }>(
    tx,
    `SELECT EXISTS (SELECT 1 FROM app_user WHERE role = 'admin' AND NOT banned AND id IS DISTINCT FROM $1) AS there`,
    [personId],
  )
  return {
    personId,
    administrator: hasRole(principal, 'admin'),
    otherAdministrators: others?.there ?? true,
    approvalFrom,
  }
}
