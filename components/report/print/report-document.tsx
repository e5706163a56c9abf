import type { ReactNode } from 'react'
import { controlStatuses } from '#lib/compliance/assess.ts'
import type { PrintedReport } from '#lib/data/compliance/compliance-report.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { ControlStatusBadge } from '../control-status-badge.tsx'
import { ExceptionsTable } from '../exceptions-table.tsx'
import { notAssessedText } from '../totals-text.ts'
import { byReason } from './by-reason.ts'
import './report.css'
import { ReportChecks, ReportControls } from './report-controls.tsx'
import { ReportCover } from './report-cover.tsx'
import { ReportFailures } from './report-failures.tsx'

/** The whole report on one page, for paper and PDF: nothing in it has to be opened. */
export function ReportDocument({
  report,
  scope,
  preparedFor,
}: {
  report: PrintedReport
  scope: string
  preparedFor: string
}) {
  return (
    <article className="report mx-auto grid w-full max-w-[60rem] gap-8 rounded-lg border bg-surface p-4 sm:p-10 print:block print:rounded-none print:border-0 print:bg-transparent print:p-0">
      <ReportCover report={report} scope={scope} preparedFor={preparedFor} />
      <Part title="Summary">
        <Summary report={report} />
      </Part>
      <Part title="Controls">
        <Wide label="Controls">
          <ReportControls controls={report.controls} />
        </Wide>
      </Part>
      <Part
        title="Exceptions"
        note="Findings that were accepted or called false positives. They count as failures in this report."
      >
        <ExceptionsTable exceptions={report.exceptions} href={(id) => `/findings/${id}`} />
      </Part>
      <Part title="Failing verdicts and their evidence">
        <ReportFailures report={report} />
      </Part>
      <Part title="What was not assessed, and why">
        <NotAssessed report={report} />
      </Part>
      <Part title="Checks by control">
        <Wide label="Checks by control">
          <ReportChecks controls={report.controls} />
        </Wide>
      </Part>
    </article>
  )
}

function Part({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section className="report-part grid min-w-0 gap-2 print:block">
      <h2 className="font-semibold text-lg tracking-tight">{title}</h2>
      {note === undefined ? null : <p className="text-ink-2 text-xs print:mb-2">{note}</p>}
      {children}
    </section>
  )
}

/** A narrow window scrolls the table by itself; paper shows it whole. */
function Wide({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ScrollRegion label={label} className="overflow-x-auto print:overflow-visible">
      {children}
    </ScrollRegion>
  )
}

function Summary({ report }: { report: PrintedReport }) {
  const { totals, controls, checks, failing, exceptions } = report
  return (
    <div className="grid gap-2">
      <table className="max-w-md">
        <thead>
          <tr>
            <th scope="col">Official controls</th>
            <th scope="col" className="number">
              Count
            </th>
          </tr>
        </thead>
        <tbody>
          {controlStatuses.map((status) => (
            <tr key={status}>
              <td>
                <ControlStatusBadge status={status} />
              </td>
              <td className="number">{totals[status]}</td>
            </tr>
          ))}
          <tr>
            <td className="font-medium">All</td>
            <td className="number font-medium">{controls.length}</td>
          </tr>
        </tbody>
      </table>
      <p>{notAssessedText(controls.length, totals, report.withoutChecks)}</p>
      <p>
        {checks.ran} of {checks.ids.length} checks that speak to these controls ran, {checks.notRun} did not. {failing}{' '}
        verdicts fail; {exceptions.length} of their findings are exceptions.
      </p>
      <p className="text-ink-2">
        Satisfied: every check that speaks to the control judged all that is in scope, none fails, and one that names
        its subject directly passes. Not satisfied: at least one check fails. Partly assessed: none fails, but something
        in scope could not be judged, or only supporting evidence stands. Not assessed: no check speaks to it, or none
        judged anything. Labels of other guidance are never scored.
      </p>
    </div>
  )
}

/** By reason, with the checks that it silenced. */
function NotAssessed({ report }: { report: PrintedReport }) {
  if (report.notAssessed.length === 0) return <p className="text-ink-2">Every check judged all that is in scope.</p>
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Reason</th>
          <th scope="col">Checks</th>
          <th scope="col" className="number">
            Verdicts
          </th>
        </tr>
      </thead>
      <tbody>
        {byReason(report.notAssessed).map(({ reason, titles, count }) => (
          <tr key={reason}>
            <td className="w-1/4">{reason}</td>
            <td>{titles.join('; ')}</td>
            <td className="number">{count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
