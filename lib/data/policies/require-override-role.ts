import { findCheck } from '#lib/checks/catalogue/index.ts'
import { needsApproval } from '#lib/checks/lapse.ts'
import type { Policy } from '#lib/checks/policy.ts'
import { AppError } from '#lib/core/errors.ts'
import { hasRole, type Principal } from '#lib/core/principal.ts'
import { worstSeverity } from '#lib/core/severity.ts'
import { getTriageSettings } from '../findings/triage-settings.ts'
import { type Db, rows } from '../sql.ts'
import type { PolicyRef } from './policy-ref.ts'

/**
 * A severity that an identity's policy sets is no way around the approval of an acceptance: who may not approve one may
 * not weigh a check below where it would need approval. Throws `forbidden`.
 */
export async function requireOverrideRole(
  tx: Db,
  principal: Principal,
  { kind, id }: PolicyRef,
  before: Policy,
  after: Policy,
): Promise<void> {
  if (kind === 'environment' || hasRole(principal, 'admin')) return
  const { approvalFrom } = await getTriageSettings(tx)
  const [above] = await rows<{ policy: Policy }>(
    tx,
    'SELECT env.policy FROM identity i JOIN environment env ON env.id = i.environment_id WHERE i.id = $1',
    [id],
  )
  for (const [checkId, severity] of Object.entries(after.severityOverrides ?? {})) {
    const was = before.severityOverrides?.[checkId]
    if (severity === was || needsApproval(severity, approvalFrom)) continue
    const set = [was, above?.policy.severityOverrides?.[checkId]].filter((one) => one !== undefined)
    const worst = worstSeverity([...Object.values(findCheck(checkId)?.severities ?? {}), ...set])
    if (worst === null || !needsApproval(worst, approvalFrom)) continue
    const problem = `${checkId} can weigh ${worst}, whose acceptance needs an administrator: so does weighing it ${severity}.`
    throw new AppError('forbidden', problem, { problems: [{ at: `policy.severityOverrides.${checkId}`, problem }] })
  }
}
