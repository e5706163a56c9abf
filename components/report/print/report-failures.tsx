import type { PrintedReport } from '#lib/data/compliance/compliance-report.ts'
import type { EvidenceRow } from '#lib/data/compliance/evidence-row.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { PartialNotice } from '../../ui/notice.tsx'
import { SeverityBadge } from '../../ui/severity-badge.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { Time } from '../../ui/time.tsx'
import { evidenceLines } from './evidence-lines.ts'

/** Each failing verdict once, with the controls that it counts against and all that it rests on. */
export function ReportFailures({ report }: { report: PrintedReport }) {
  const { failures, failing, controls } = report
  const labels = (checkId: string) =>
    controls
      .filter(({ checks }) => checks.some((check) => check.checkId === checkId))
      .map(({ control }) => control.id)
      .join(', ')
  if (failures.length === 0)
    return (
      <p className="text-ink-2">
        No check that speaks to these controls fails in this scope. That holds for what was assessed alone.
      </p>
    )
  return (
    <>
      {failures.length < failing ? (
        <PartialNotice>
          The worst {failures.length.toLocaleString('en')} of {failing.toLocaleString('en')} failing verdicts are
          printed; the CSV and JSON exports hold all of them.
        </PartialNotice>
      ) : null}
      <ol className="grid">
        {failures.map((row) => (
          <Failure key={row.id} row={row} controls={labels(row.checkId)} />
        ))}
      </ol>
    </>
  )
}

function Failure({ row, controls }: { row: EvidenceRow; controls: string }) {
  return (
    <li className="report-block grid gap-1 border-t py-2.5 [overflow-wrap:anywhere]">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {row.severity === null ? null : <SeverityBadge severity={row.severity} />}
        <span className="font-medium">{row.title}</span>
        <span>
          <bdi>{escapeUnsafe(row.subjectName)}</bdi>
        </span>
        {row.finding === null ? null : <StatusBadge status={row.finding.status} />}
        {row.finding?.acceptedUntil ? (
          <span className="text-ink-2 text-xs">
            until <Time at={row.finding.acceptedUntil} show="date" />
          </span>
        ) : null}
      </p>
      <p className="text-ink-2 text-xs">
        Controls {controls}.{' '}
        {row.subjectKind === 'endpoint' ? (
          <>Identity {row.identity === null ? 'none' : <bdi>{escapeUnsafe(row.identity.name)}</bdi>}. </>
        ) : null}
        Owner {row.owner ?? 'none'}, environment {row.environment ?? 'none'}. Fails since{' '}
        <Time at={row.since} show="absolute" />.
      </p>
      <ul className="text-xs">
        {evidenceLines(row.evidence).map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: evidence is immutable and its lines may be equal
          <li key={index} dir="ltr">
            {line}
          </li>
        ))}
      </ul>
      <p className="text-ink-2 text-xs">
        {row.method}. Observed {row.observedAt === null ? 'never' : <Time at={row.observedAt} show="absolute" />},
        judged <Time at={row.evaluatedAt} show="absolute" />.
        {row.certificateSha256 === null ? null : (
          <>
            {' '}
            Certificate SHA-256 <code className="font-mono">{row.certificateSha256}</code>.
          </>
        )}
        {row.observationIds.length === 0 ? null : (
          <>
            {' '}
            Observations <code className="font-mono">{row.observationIds.join(' ')}</code>.
          </>
        )}
      </p>
    </li>
  )
}
