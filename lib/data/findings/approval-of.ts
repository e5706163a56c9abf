import { needsApproval } from '#lib/checks/lapse.ts'
import type { Principal } from '#lib/core/principal.ts'
import type { Severity } from '#lib/core/severity.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { authorityOf } from './authority-of.ts'
import { decideChange } from './decide-change.ts'
import type { FindingDetail } from './get-finding.ts'

/** What the reader may do about the acceptance of a finding. */
export interface Approval {
  /** Whether an acceptance by the reader would wait for somebody else. */
  readonly proposes: boolean
  /** The reader would accept it as the only active administrator. */
  readonly sole: boolean
  readonly mayApprove: boolean
  /** Why the reader may not approve what waits here; null where he may, or nothing waits. */
  readonly problem: string | null
  readonly mayDecline: boolean
}

/** Throws `forbidden` below analyst. */
export async function approvalOf(
  principal: Principal,
  finding: Omit<FindingDetail, 'assignee'>,
  now: Date = new Date(),
): Promise<Approval> {
  requireRole(principal, 'analyst')
  const authority = await authorityOf(pool(), principal)
  const before = { ...finding, assigneeId: null }
  const ground = { limit: finding.acceptance, authority, now }
  const approve = decideChange(before, { action: 'approve', note: undefined }, ground)
  const decline = decideChange(before, { action: 'decline', reason: '-' }, ground)
  const needed = needsApproval(finding.severity, authority.approvalFrom)
  const sole = authority.administrator && !authority.otherAdministrators
  return {
    proposes: needed && !sole,
    sole: needed && sole,
    mayApprove: approve.outcome === 'changed',
    problem: finding.proposal !== null && approve.outcome === 'refused' ? approve.problem : null,
    mayDecline: decline.outcome === 'changed',
  }
}

/** From which severity on a bulk acceptance waits for somebody else; null: for none. Throws `forbidden` below analyst. */
export async function proposesFrom(principal: Principal): Promise<Severity | null> {
  requireRole(principal, 'analyst')
  const { administrator, otherAdministrators, approvalFrom } = await authorityOf(pool(), principal)
  return administrator && !otherAdministrators ? null : approvalFrom
}
