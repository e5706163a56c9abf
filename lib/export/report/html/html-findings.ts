import type { FindingRow, ReportCheck, ReportException, ReportSource } from '#lib/compliance/report-snapshot.ts'
import { evidenceLines } from '../content/evidence-lines.ts'
import { countOf, countText, dayText, instantText } from '../content/words.ts'
import type { FindingGroup } from '../content/worst-findings.ts'
import { worstFindings } from '../content/worst-findings.ts'
import { findingStatusMark, severityMark } from './marks.ts'
import { html, type Markup } from './markup.ts'

/** Beyond it a browser takes long to open the file; the rest stands in JSON and CSV. */
export const mostFindings = 5000

const evidenceBound = { lines: 60, characters: 4000 }

export async function* findingsSection(source: ReportSource): AsyncGenerator<Markup> {
  const { groups, shown, total } = await worstFindings(source, mostFindings)
  const checks = new Map(source.summary.checks.map((check) => [check.id, check]))
  yield html`<section id="findings"><h2>Findings with evidence</h2>
<p>${countOf(total, 'finding')} stood at the report’s instant, accepted ones and false positives among them; worst first.</p>
${shown < total ? html`<p><strong>The worst ${countText(shown)} are shown here.</strong> The other ${countText(total - shown)} stand in the JSON and CSV of this report.</p>` : null}
${total === 0 ? html`<p class="soft">None.</p>` : null}`
  for (const group of groups) {
    const check = checks.get(group.checkId)
    yield groupHead(group, check)
    for (const row of group.rows) yield findingArticle(row)
  }
  yield html`</section>\n`
}

function groupHead({ severity, checkId, rows }: FindingGroup, check: ReportCheck | undefined): Markup {
  const references = (check?.references ?? []).map(
    ({ label, url }, index) => html`${index > 0 ? ' · ' : ''}<a href="${url}" rel="noreferrer">${label}</a>`,
  )
  return html`<h3>${severityMark(severity)} ${check?.title ?? checkId} <span class="soft small mono">${checkId}, ${rows.length}</span></h3>
${check ? html`<p>${check.why}</p><p><strong>To fix:</strong> ${check.fix}</p>` : null}${references.length > 0 ? html`<p class="small">${references}</p>` : null}\n`
}

function findingArticle(row: FindingRow): Markup {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Identity', row.identity?.name ?? null],
    ['Environment', row.environment],
    ['Owner', row.owner],
    ['Assigned to', row.assignee],
    ['Opened', dayText(row.openedAt)],
    ['Last seen', instantText(row.lastSeenAt)],
    ['Due', row.dueAt === null ? null : dayText(row.dueAt)],
    ['Accepted until', row.acceptedUntil === null ? null : dayText(row.acceptedUntil)],
    ['Approved by', row.approver],
    ['Reason', row.reason],
  ]
  const evidence = evidenceLines(row.evidence, evidenceBound).map(
    ({ label, value, level }) => html`<dt class="level-${level}">${label}</dt><dd><bdi>${value}</bdi></dd>`,
  )
  const lines = facts.flatMap(([label, value]) =>
    value === null || value === '' ? [] : [html`<dt>${label}</dt><dd><bdi>${value}</bdi></dd>`],
  )
  return html`<article id="finding-${row.id}"><h3><bdi>${row.subjectName}</bdi></h3>
<p class="small">${severityMark(row.severity)} · ${findingStatusMark(row.status)} · <span class="mono">${row.id}</span></p><dl class="evidence">${lines}${evidence}</dl></article>\n`
}

export function exceptionsSection(exceptions: readonly ReportException[], shownFindings: boolean): Markup {
  const rows = exceptions.map(
    (
      exception,
    ) => html`<tr><td>${severityMark(exception.severity)}</td><td>${exception.title}<br><bdi class="soft">${exception.subjectName}</bdi></td>
<td>${findingStatusMark(exception.status)}</td><td><bdi>${exception.owner ?? 'no owner'}</bdi></td><td><bdi>${exception.approver ?? 'nobody on record'}</bdi></td>
<td>${exception.acceptedUntil === null ? 'without expiry' : dayText(exception.acceptedUntil)}</td><td><bdi>${exception.reason ?? 'no reason on record'}</bdi>
<span class="soft small">${exception.decidedBy === null ? null : html`by <bdi>${exception.decidedBy}</bdi>`}${exception.decidedAt === null ? null : `, ${dayText(exception.decidedAt)}`}</span></td></tr>`,
  )
  return html`<section id="exceptions"><h2>Exceptions</h2>
<p>What was decided not to be fixed for now. An exception hides no evidence: each stands${shownFindings ? ' among the findings too' : ' in the JSON too'}.</p>
${
  exceptions.length === 0
    ? html`<p class="soft">None.</p>`
    : html`<div class="wide"><table class="exceptions"><caption>${countOf(exceptions.length, 'exception')}</caption><thead><tr><th scope="col">Severity</th><th scope="col">Finding</th><th scope="col">Decision</th><th scope="col">Owner</th><th scope="col">Approved by</th><th scope="col">Until</th><th scope="col">Reason</th></tr></thead><tbody>${rows}</tbody></table></div>`
}</section>\n`
}
