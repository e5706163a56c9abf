import { controlStatuses } from '#lib/compliance/assess.ts'
import { controlLabel, frameworkTitle } from '#lib/compliance/report-frameworks.ts'
import type { ReportControl, ReportFramework } from '#lib/compliance/report-snapshot.ts'
import { citationVerdicts } from '#lib/compliance/source-citations.ts'
import { countText } from '../content/words.ts'
import { controlStatusMark } from './marks.ts'
import { html, type Markup } from './markup.ts'

/** The anchor of a framework's table, for the contents. */
export function frameworkAnchor({ id }: ReportFramework): string {
  return `framework-${id}`
}

export function* controlsSection(frameworks: readonly ReportFramework[]): Generator<Markup> {
  yield html`<section id="controls"><h2>Controls</h2>
<p>A control is satisfied only where every check that speaks to it judged all that is in scope and none failed, with a check that names its subject directly. Official controls alone are scored.</p>\n`
  for (const framework of frameworks) yield frameworkTable(framework)
  yield html`</section>\n`
}

function frameworkTable(framework: ReportFramework): Markup {
  const totals = controlStatuses.map(
    (status, index) =>
      html`${index > 0 ? ' · ' : ''}${controlStatusMark(status)} ${countText(framework.totals[status])}`,
  )
  const note = [
    framework.note,
    framework.complete ? null : 'Controls are listed to which checks of TLS identity can speak.',
  ]
    .filter((line) => line !== null)
    .join(' ')
  return html`<h3 id="${frameworkAnchor(framework)}"><a href="${framework.url}" rel="noreferrer">${frameworkTitle(framework)}</a></h3>
<p>${totals}</p>${note === '' ? null : html`<p class="soft small">${note}</p>`}
<div class="wide"><table class="controls"><caption>Controls of ${frameworkTitle(framework)} with their status</caption><thead><tr><th scope="col">Control</th><th scope="col">Status</th><th scope="col">Why</th><th scope="col" class="number">Pass</th><th scope="col" class="number">Fail</th><th scope="col" class="number">Not assessed</th><th scope="col" class="number">Open findings</th></tr></thead><tbody>${framework.controls.map(controlRow)}</tbody></table></div>\n`
}

function controlRow({ control, status, reason, counts, findings, citations }: ReportControl): Markup {
  const cited = citations.map(
    ({ asCited, verdict }) =>
      html`<br><span class="soft small">cited as ${asCited.framework} ${asCited.reference ?? '(no identifier)'}: ${citationVerdicts[verdict]}</span>`,
  )
  const baselines =
    control.baselines?.length === 0 ? html`<br><span class="soft small">in no baseline of SP 800-53B</span>` : null
  return html`<tr><td><strong>${controlLabel(control)}</strong> ${control.title}${control.titleKind === 'gist' ? html` <span class="soft small">(gist)</span>` : null}${baselines}${cited}</td>
<td>${controlStatusMark(status)}</td><td>${reason ?? 'all judged, none failed'}<br><span class="soft small">${counts.checksRan} of ${counts.checksMapped} checks ran</span></td>
<td class="number">${countText(counts.pass)}</td><td class="number">${countText(counts.fail)}</td><td class="number">${countText(counts.notAssessed)}</td><td class="number">${countText(findings.open + findings.acknowledged)}</td></tr>`
}
