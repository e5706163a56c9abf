import { controlLabel } from '#lib/compliance/report-frameworks.ts'
import { citationVerdicts } from '#lib/compliance/source-citations.ts'
import type { ReportControl } from '#lib/data/compliance/compliance-report.ts'
import { ControlStatusBadge } from '../control-status-badge.tsx'

/** Every scored control in one table. */
export function ReportControls({ controls }: { controls: readonly ReportControl[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Control</th>
          <th scope="col">Status</th>
          <th scope="col" className="number">
            Checks ran
          </th>
          <th scope="col" className="number">
            Pass
          </th>
          <th scope="col" className="number">
            Fail
          </th>
          <th scope="col" className="number">
            Not assessed
          </th>
          <th scope="col" className="number">
            Exceptions
          </th>
        </tr>
      </thead>
      <tbody>
        {controls.map(({ control, status, reason, counts, findings }) => (
          <tr key={control.id}>
            <td>
              <span className="font-medium">{controlLabel(control)}</span> {control.title}
              {control.titleKind === 'gist' ? <span className="text-ink-3 text-xs"> (our paraphrase)</span> : null}
              {control.baselines?.length === 0 ? (
                <span className="block text-ink-3 text-xs">in none of the SP 800-53B baselines</span>
              ) : null}
            </td>
            <td>
              <ControlStatusBadge status={status} />
              <span className="block text-ink-3 text-xs">{reason}</span>
            </td>
            <td className="number">
              {counts.checksRan} of {counts.checksMapped}
            </td>
            <td className="number">{counts.pass}</td>
            <td className="number">{counts.fail}</td>
            <td className="number">{counts.notAssessed}</td>
            <td className="number">{findings.accepted + findings.falsePositive}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The checks behind each control that has any, with relation and rationale. */
export function ReportChecks({ controls }: { controls: readonly ReportControl[] }) {
  return controls
    .filter(({ checks }) => checks.length > 0)
    .map(({ control, status, checks, citations }) => (
      <section key={control.id} className="mt-5 grid gap-1.5">
        <h3 className="report-block flex flex-wrap items-center gap-2 font-semibold" style={{ breakAfter: 'avoid' }}>
          {controlLabel(control)} {control.title} <ControlStatusBadge status={status} />
        </h3>
        {citations.map((citation) => (
          <p key={citation.key} className="report-block text-ink-2 text-xs">
            As cited by the source guidance: {citation.asCited.framework}{' '}
            {citation.asCited.reference ?? '(no reference given)'}; {citationVerdicts[citation.verdict]}. {citation.why}
          </p>
        ))}
        <table>
          <thead>
            <tr>
              <th scope="col">Check</th>
              <th scope="col">Relation</th>
              <th scope="col" className="number">
                Pass
              </th>
              <th scope="col" className="number">
                Fail
              </th>
              <th scope="col" className="number">
                Not applicable
              </th>
              <th scope="col" className="number">
                Not assessed
              </th>
            </tr>
          </thead>
          <tbody>
            {checks.map((check) => (
              <tr key={check.checkId}>
                <td>
                  {check.title}
                  {check.ran ? '' : ' (did not run)'}
                  <span className="block text-ink-3 text-xs">{check.rationale}</span>
                </td>
                <td>{check.relation}</td>
                <td className="number">{check.pass}</td>
                <td className="number">{check.fail}</td>
                <td className="number">{check.notApplicable}</td>
                <td className="number">{check.notAssessed}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    ))
}
