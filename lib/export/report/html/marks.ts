import type { ControlStatus } from '#lib/compliance/assess.ts'
import type { FindingRow } from '#lib/compliance/report-snapshot.ts'
import type { Severity } from '#lib/core/severity.ts'
import { controlStatusShapes, findingStatusShapes, ringShape, severityShapes, shieldShape } from '../content/shapes.ts'
import {
  controlStatusWords,
  countText,
  findingStatusWords,
  rungStatuses,
  rungStatusWords,
  severityWords,
} from '../content/words.ts'
import { html, type Markup } from './markup.ts'

export function severityMark(severity: Severity): Markup {
  return html`<span class="mark ${severity}"><svg viewBox="0 0 12 12" aria-hidden="true"><path class="fill" d="${severityShapes[severity]}"/></svg>${severityWords[severity]}</span>`
}

export function controlStatusMark(status: ControlStatus): Markup {
  return html`<span class="mark ${status}"><svg viewBox="0 0 12 12" aria-hidden="true"><path class="line" d="${shieldShape}"/><path class="line" d="${controlStatusShapes[status]}"/></svg>${controlStatusWords[status]}</span>`
}

export function findingStatusMark(status: FindingRow['status']): Markup {
  return html`<span class="mark"><svg viewBox="0 0 12 12" aria-hidden="true"><path class="line" d="${ringShape}"/><path class="line" d="${findingStatusShapes[status]}"/></svg>${findingStatusWords[status]}</span>`
}

const barWidth = 1000

/** One rung as a bar; its numbers stand beside it in the table. */
export function rungBar(counts: Readonly<Record<(typeof rungStatuses)[number], number>>): Markup {
  const total = rungStatuses.reduce((sum, status) => sum + counts[status], 0)
  const words = rungStatuses.map((status) => `${rungStatusWords[status]} ${countText(counts[status])}`).join(', ')
  let x = 0
  const parts = rungStatuses.map((status) => {
    const width = total === 0 ? 0 : (counts[status] / total) * barWidth
    const part = html`<rect class="b-${status}" x="${x.toFixed(1)}" y="1" width="${width.toFixed(1)}" height="14"/>`
    x += width
    return width > 0 ? part : null
  })
  return html`<svg class="bar" viewBox="0 0 ${barWidth} 16" preserveAspectRatio="none" role="img" aria-label="${words}">${parts}</svg>`
}
