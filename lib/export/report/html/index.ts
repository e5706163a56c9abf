import { rungs } from '#lib/checks/contract.ts'
import { frameworkTitle } from '#lib/compliance/report-frameworks.ts'
import type { ReportSource, ReportSummary } from '#lib/compliance/report-snapshot.ts'
import { textStream } from '../../text-stream.ts'
import {
  coverageColumns,
  coverageNote,
  coverageWords,
  type ListCoverage,
  listCoverage,
} from '../content/list-coverage.ts'
import { unassessedChecks } from '../content/unassessed-checks.ts'
import {
  conclusion,
  countText,
  instantText,
  rungStatuses,
  rungStatusWords,
  rungWords,
  scopeLines,
  severitiesByWorst,
} from '../content/words.ts'
import type { ReportContext, ReportFormat } from '../report-format.ts'
import { controlsSection, frameworkAnchor } from './html-controls.ts'
import { exceptionsSection, findingsSection, mostFindings } from './html-findings.ts'
import { rungBar, severityMark } from './marks.ts'
import { html, Markup } from './markup.ts'
import { contentSecurityPolicy, styles } from './styles.ts'

/** One file that needs nothing beside it: no script, no fetch. */
export const htmlReport: ReportFormat = {
  key: 'html',
  extension: 'html',
  contentType: 'text/html; charset=utf-8',
  label: 'HTML',
  use: 'For reading in a browser and printing; one file, without scripts.',
  write: (source, context) => textStream(texts(page(source, context))),
}

async function* texts(pieces: AsyncGenerator<Markup>): AsyncGenerator<string> {
  for await (const piece of pieces) yield piece.text
}

async function* page(source: ReportSource, context: ReportContext): AsyncGenerator<Markup> {
  const { summary } = source
  yield html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">
<title>${summary.name}</title><style>${new Markup(styles)}</style></head><body><a class="skip" href="#main">Skip to the report</a>\n`
  yield header(source, context)
  yield contents(summary)
  yield html`<main id="main">\n`
  yield summarySection(source)
  yield ladderSection(summary)
  yield* controlsSection(summary.frameworks)
  yield* findingsSection(source)
  yield exceptionsSection(summary.exceptions, summary.rows.finding <= mostFindings)
  yield notAssessedSection(summary)
  yield methodSection(summary, await listCoverage(source))
  yield html`</main>\n${footer(source, context)}</body></html>\n`
}

function header({ summary, sha256 }: ReportSource, { baseUrl }: ReportContext): Markup {
  const link =
    baseUrl === null ? null : html` · <a href="${baseUrl}/compliance/reports/${summary.id}">in the product</a>`
  return html`<header><p class="soft">Evidence of TLS identity</p><h1><bdi>${summary.name}</bdi></h1>
<p class="soft">As of ${instantText(summary.asOf)}, made by <bdi>${summary.createdBy}</bdi>${link}</p>
<p class="soft small">Report <span class="mono">${summary.id}</span><br>SHA-256 of the snapshot <span class="mono">${sha256}</span></p></header>\n`
}

function contents({ frameworks }: ReportSummary): Markup {
  const tables = frameworks.map(
    (framework) => html`<li><a href="#${frameworkAnchor(framework)}">${frameworkTitle(framework)}</a></li>`,
  )
  return html`<nav aria-label="Contents"><h2>Contents</h2><ol><li><a href="#summary">Summary</a></li><li><a href="#ladder">Assurance ladder</a></li><li><a href="#controls">Controls</a><ol>${tables}</ol></li><li><a href="#findings">Findings with evidence</a></li><li><a href="#exceptions">Exceptions</a></li><li><a href="#not-assessed">Not assessed</a></li><li><a href="#method">Method and coverage</a></li></ol></nav>\n`
}

function summarySection(source: ReportSource): Markup {
  const { findingsBySeverity, scope } = source.summary
  const cards = severitiesByWorst.map(
    (severity) => html`<li><b>${countText(findingsBySeverity[severity])}</b>${severityMark(severity)}</li>`,
  )
  return html`<section id="summary"><h2>Summary</h2>${conclusion(source).map((sentence) => html`<p>${sentence}</p>`)}
<h3>Findings that are open or acknowledged</h3><ul class="cards">${cards}</ul>
<h3>Scope</h3>${facts(scopeLines(scope))}</section>\n`
}

function facts(lines: readonly (readonly [string, string])[]): Markup {
  return html`<dl class="facts">${lines.map(([label, value]) => html`<dt>${label}</dt><dd><bdi>${value}</bdi></dd>`)}</dl>`
}

function ladderSection({ ladder }: ReportSummary): Markup {
  const rows = rungs.map((rung) => {
    const counts = ladder.rungs[rung]
    return html`<tr><th scope="row">${rungWords[rung].name}<br><span class="soft small">${rungWords[rung].question}</span></th><td>${rungBar(counts)}</td>${rungStatuses.map((status) => html`<td class="number">${countText(counts[status])}</td>`)}</tr>`
  })
  const heads = rungStatuses.map((status) => html`<th scope="col" class="number">${rungStatusWords[status]}</th>`)
  return html`<section id="ladder"><h2>Assurance ladder</h2><p>${countText(ladder.proven)} of ${countText(ladder.identities)} identities are proven. What was not assessed is dashed, and never counts as passed.</p>
<div class="wide"><table><caption>Identities by rung</caption><thead><tr><th scope="col">Rung</th><th scope="col">Share</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div></section>\n`
}

function notAssessedSection(summary: ReportSummary): Markup {
  const groups = unassessedChecks(summary)
  const rows = groups.map(({ checkId, title, count, reasons }) => {
    const lines = reasons.map(
      (one, index) => html`${index > 0 ? html`<br>` : null}${countText(one.count)} × <bdi>${one.reason}</bdi>`,
    )
    return html`<tr><td>${title}<br><span class="soft small mono">${checkId}</span></td><td>${lines}</td><td class="number">${countText(count)}</td></tr>`
  })
  return html`<section id="not-assessed"><h2>Not assessed</h2><p>What could not be judged, and why. None of it counts as passed.</p>
${groups.length === 0 ? html`<p class="soft">Nothing.</p>` : html`<div class="wide"><table class="reasons"><thead><tr><th scope="col">Check</th><th scope="col">Reasons</th><th scope="col" class="number">Times</th></tr></thead><tbody>${rows}</tbody></table></div>`}</section>\n`
}

function methodSection({ method, coverage, productVersion }: ReportSummary, lists: readonly ListCoverage[]): Markup {
  const lines: readonly (readonly [string, string])[] = [
    ['Identities', countText(coverage.identities)],
    ['Endpoints', countText(coverage.endpoints)],
    ['Reached', countText(coverage.reached)],
    ['Not reached', countText(coverage.unreached)],
    ['Never scanned', countText(coverage.neverScanned)],
    ['Judgements', countText(coverage.verdicts)],
    ['Observed', `${instantText(coverage.observedFrom)} to ${instantText(coverage.observedTo)}`],
    ['Paths judged by', coverage.engines.join('; ') || 'none'],
    ['Made by', `Countersign ${productVersion}`],
  ]
  return html`<section id="method"><h2>Method and coverage</h2><p>${method}</p>${facts(lines)}
${listsTable(lists)}</section>\n`
}

function listsTable(lists: readonly ListCoverage[]): Markup {
  const heads = coverageColumns.map((column) => html`<th scope="col" class="number">${coverageWords[column]}</th>`)
  const rows = lists.map(
    ({ label, counts }) =>
      html`<tr><th scope="row">${label}</th>${coverageColumns.map((column) => html`<td class="number">${countText(counts[column])}</td>`)}</tr>`,
  )
  return html`<h3>How complete the lists of what servers accept are</h3><p>${coverageNote}</p>
<div class="wide"><table><caption>Observations of addresses by how complete their lists are</caption><thead><tr><th scope="col">List</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`
}

function footer({ summary, sha256 }: ReportSource, { productVersion }: ReportContext): Markup {
  return html`<footer><p>Report <span class="mono">${summary.id}</span>, snapshot <span class="mono">${sha256}</span>, written by Countersign ${productVersion}. This file alone is not signed: the signed bundle of this report holds it with its hash.</p></footer>`
}
