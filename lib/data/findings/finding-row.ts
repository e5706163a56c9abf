import { findCheck } from '#lib/checks/catalogue/index.ts'
import type { CheckGroup } from '#lib/checks/contract.ts'
import type { Severity } from '#lib/core/severity.ts'
import type { FindingStatus } from './filter.ts'
import { type Proposal, readProposal, type StoredProposal } from './proposal.ts'

/** A finding in a list. */
export interface FindingRow {
  readonly id: string
  readonly checkId: string
  /** From the check's declaration; its id where this version no longer has the check. */
  readonly title: string
  readonly group: CheckGroup | null
  readonly severity: Severity
  readonly status: FindingStatus
  readonly subjectKind: 'endpoint' | 'identity'
  readonly subjectId: string
  /** `host:port` or the identity's name. */
  readonly subjectName: string
  readonly endpoint: { readonly id: string; readonly name: string } | null
  readonly identity: { readonly id: string; readonly name: string } | null
  readonly environment: string | null
  readonly owner: string | null
  readonly openedAt: Date
  readonly lastSeenAt: Date
  readonly resolvedAt: Date | null
  readonly acceptedUntil: Date | null
  readonly reason: string | null
  /** Who approved the acceptance; the id is null where no person stands behind it, or it is gone. */
  readonly approver: { readonly id: string | null; readonly name: string } | null
  /** An acceptance that waits for approval; the finding stands as it did until then. */
  readonly proposal: Proposal | null
  /** When it ought to be settled; null where no date holds. */
  readonly dueAt: Date | null
  readonly timesReopened: number
  readonly assignee: { readonly id: string; readonly name: string } | null
  /** Send it back with a change, so that nobody overwrites what somebody else did. */
  readonly updatedAt: Date
}

/** Over `findingTables`. */
export const findingColumns = `f.id, f.check_id AS "checkId", f.severity, replace(f.status::text, '_', '-') AS status,
  f.subject_kind AS "subjectKind", f.subject_id AS "subjectId", f.endpoint_id AS "endpointId", e.host, e.port, e.server_name AS "serverName",
  f.identity_id AS "identityId", i.name AS "identityName", env.name AS environment, i.owner,
  f.opened_at AS "openedAt", f.last_seen_at AS "lastSeenAt", f.resolved_at AS "resolvedAt", f.accepted_until AS "acceptedUntil",
  f.reason, f.approver_id AS "approverId", f.approver_name AS "approverName", f.proposal, f.due_at AS "dueAt", f.times_reopened AS "timesReopened", f.assignee_id AS "assigneeId", u.name AS "assigneeName", f.updated_at AS "updatedAt"`

export interface FindingColumns
  extends Omit<
    { [Key in keyof FindingRow]: FindingRow[Key] },
    'title' | 'group' | 'subjectName' | 'endpoint' | 'identity' | 'assignee' | 'approver' | 'proposal'
  > {
  readonly approverId: string | null
  readonly approverName: string | null
  readonly proposal: StoredProposal | null
  readonly endpointId: string | null
  readonly host: string | null
  readonly port: number | null
  readonly serverName: string | null
  readonly identityId: string | null
  readonly identityName: string | null
  readonly assigneeId: string | null
  readonly assigneeName: string | null
}

export function toFindingRow(columns: FindingColumns): FindingRow {
  const { endpointId, host, port, serverName, identityId, identityName, assigneeId, assigneeName, ...others } = columns
  const { approverId, approverName, proposal, ...rest } = others
  const check = findCheck(columns.checkId)
  const endpoint =
    endpointId === null ? null : { id: endpointId, name: endpointName(host ?? '', port ?? 0, serverName ?? '') }
  const identity = identityId === null ? null : { id: identityId, name: identityName ?? '' }
  const subjectName = (rest.subjectKind === 'endpoint' ? endpoint : identity)?.name ?? 'removed'
  const assignee = assigneeId === null ? null : { id: assigneeId, name: assigneeName ?? assigneeId }
  return {
    ...rest,
    title: check?.title ?? columns.checkId,
    group: check?.group ?? null,
    subjectName,
    endpoint,
    identity,
    assignee,
    approver: approverName === null ? null : { id: approverId, name: approverName },
    proposal: readProposal(proposal),
  }
}

/** The SNI is named where it is another than the host. */
function endpointName(host: string, port: number, serverName: string): string {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`
  return serverName === host || serverName === '' ? address : `${address} (${serverName})`
}
