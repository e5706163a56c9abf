import type { ControlStatus } from '#lib/compliance/assess.ts'
import { controlLabel } from '#lib/compliance/report-frameworks.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import type { ExportColumn } from '#lib/export/export-format.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import type { ComplianceReport, ReportControl } from './compliance-report.ts'
import {
  type EvidenceColumns,
  type EvidenceRow,
  evidenceColumns,
  evidenceId,
  evidenceTables,
  toEvidenceRow,
} from './evidence-row.ts'
import { verdictConditions } from './verdict-conditions.ts'

/** One line of the export: control × check × verdict. A control or check without any verdict has a line that says so. */
export interface ExportedVerdict {
  readonly report: ComplianceReport
  readonly control: ReportControl
  readonly check: ReportControl['checks'][number] | null
  readonly verdict: EvidenceRow | null
}

const pageSize = 1000

/** Every verdict behind a report, by control, check and subject; read while it is sent. */
export async function* exportVerdicts(principal: Principal, report: ComplianceReport): AsyncGenerator<ExportedVerdict> {
  requireRole(principal, 'viewer')
  for (const control of report.controls) {
    if (control.checks.length === 0) yield { report, control, check: null, verdict: null }
    for (const check of control.checks) {
      let any = false
      for await (const verdict of verdictsOf(check.checkId, report)) {
        any = true
        yield { report, control, check, verdict }
      }
      if (!any) yield { report, control, check, verdict: null }
    }
  }
}

async function* verdictsOf(checkId: string, { scope }: ComplianceReport): AsyncGenerator<EvidenceRow> {
  const { where, values } = verdictConditions([checkId], scope)
  const after = values.add(null)
  for (let last: string | null = null; ; ) {
    const found: EvidenceRow[] = (
      await rows<{ [Key in keyof EvidenceColumns]: EvidenceColumns[Key] }>(
        pool(),
        `SELECT ${evidenceColumns} FROM ${evidenceTables}
          WHERE ${where} AND (${after}::uuid IS NULL OR ${evidenceId} > ${after}::uuid) ORDER BY ${evidenceId} LIMIT ${pageSize}`,
        [...values.values.slice(0, -1), last],
      )
    ).map(toEvidenceRow)
    yield* found
    last = found.at(-1)?.id ?? null
    if (found.length < pageSize) return
  }
}

const statusWords: Readonly<Record<ControlStatus, string>> = {
  satisfied: 'satisfied',
  'not-satisfied': 'not satisfied',
  'partly-assessed': 'partly assessed',
  'not-assessed': 'not assessed',
}

export const verdictExport: readonly ExportColumn<ExportedVerdict>[] = [
  { key: 'framework', label: 'Framework', value: ({ report }) => report.framework.name },
  { key: 'frameworkVersion', label: 'Framework version', value: ({ report }) => report.framework.version },
  { key: 'control', label: 'Control', value: ({ control }) => control.control.id },
  { key: 'controlLabel', label: 'Control as written', value: ({ control }) => controlLabel(control.control) },
  { key: 'controlTitle', label: 'Control title', value: ({ control }) => control.control.title },
  {
    key: 'controlTitleKind',
    label: 'Title is',
    value: ({ control }) => (control.control.titleKind === 'gist' ? 'our paraphrase' : 'official'),
  },
  { key: 'controlStatus', label: 'Control status', value: ({ control }) => statusWords[control.status] },
  { key: 'controlReason', label: 'Why no better', value: ({ control }) => control.reason },
  { key: 'checkId', label: 'Check', value: ({ check }) => check?.checkId ?? null },
  { key: 'checkTitle', label: 'Check title', value: ({ check }) => check?.title ?? null },
  { key: 'relation', label: 'Relation', value: ({ check }) => check?.relation ?? null },
  { key: 'rationale', label: 'Rationale', value: ({ check }) => check?.rationale ?? null },
  { key: 'subjectKind', label: 'Subject kind', value: ({ verdict }) => verdict?.subjectKind ?? null },
  { key: 'subject', label: 'Subject', value: ({ verdict }) => verdict?.subjectName ?? null },
  { key: 'identity', label: 'Identity', value: ({ verdict }) => verdict?.identity?.name ?? null },
  { key: 'environment', label: 'Environment', value: ({ verdict }) => verdict?.environment ?? null },
  { key: 'owner', label: 'Owner', value: ({ verdict }) => verdict?.owner ?? null },
  { key: 'outcome', label: 'Verdict', value: ({ verdict }) => verdict?.outcome ?? 'not-assessed' },
  { key: 'severity', label: 'Severity', value: ({ verdict }) => verdict?.severity ?? null },
  { key: 'reason', label: 'Reason', value: reasonOf },
  {
    key: 'evidence',
    label: 'Evidence',
    value: ({ verdict }) => (verdict === null ? null : JSON.stringify(verdict.evidence)),
  },
  { key: 'since', label: 'Since', value: ({ verdict }) => verdict?.since ?? null },
  { key: 'evaluatedAt', label: 'Judged at', value: ({ verdict }) => verdict?.evaluatedAt ?? null },
  { key: 'observedAt', label: 'Observed at', value: ({ verdict }) => verdict?.observedAt ?? null },
  { key: 'method', label: 'Method', value: ({ verdict }) => verdict?.method ?? null },
  { key: 'observationIds', label: 'Observations', value: ({ verdict }) => verdict?.observationIds.join(' ') ?? null },
  {
    key: 'certificateSha256',
    label: 'Certificate SHA-256',
    value: ({ verdict }) => verdict?.certificateSha256 ?? null,
  },
  { key: 'findingId', label: 'Finding', value: ({ verdict }) => verdict?.finding?.id ?? null },
  { key: 'findingStatus', label: 'Finding status', value: ({ verdict }) => verdict?.finding?.status ?? null },
  { key: 'acceptedUntil', label: 'Accepted until', value: ({ verdict }) => verdict?.finding?.acceptedUntil ?? null },
  {
    key: 'acceptedBecause',
    label: 'Reason for the exception',
    value: ({ verdict }) => verdict?.finding?.reason ?? null,
  },
  { key: 'generatedAt', label: 'Report made at', value: ({ report }) => report.generatedAt },
]

/** A line without a verdict says why there is none. */
function reasonOf({ control, check, verdict }: ExportedVerdict): string | null {
  if (verdict !== null) return verdict.reason
  return check === null ? control.reason : 'no verdict in this scope'
}
