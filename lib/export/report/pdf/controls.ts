import { controlStatuses } from '#lib/compliance/assess.ts'
import { controlLabel, frameworkTitle } from '#lib/compliance/report-frameworks.ts'
import type { ReportControl, ReportFramework } from '#lib/compliance/report-snapshot.ts'
import { citationVerdicts } from '#lib/compliance/source-citations.ts'
import { controlStatusWords, countText } from '../content/words.ts'
import type { Canvas } from './canvas.ts'
import { colours, looks, sheet, textWidth } from './looks.ts'
import { controlStatusMark, drawShape } from './marks.ts'
import { type Cell, type Column, drawTable, marked, plain } from './table.ts'

const columns: readonly Column[] = [
  { label: 'Control', share: 0.39 },
  { label: 'Status', share: 0.18 },
  { label: 'Why', share: 0.22 },
  { label: 'Pass', share: 0.07, align: 'right' },
  { label: 'Fail', share: 0.07, align: 'right' },
  { label: 'Open', share: 0.07, align: 'right' },
]

export function drawControls(canvas: Canvas, frameworks: readonly ReportFramework[]): void {
  canvas.heading(1, 'Controls')
  canvas.paragraph(
    'A control is satisfied only where every check that speaks to it judged all that is in scope and none failed, with a check that names its subject directly. Official controls alone are scored. Pass and Fail count judgements of the control’s checks; Open counts findings that are open or acknowledged.',
  )
  if (frameworks.length === 0) canvas.paragraph('No framework is in this report.', looks.soft)
  for (const framework of frameworks) drawFramework(canvas, framework)
}

function drawFramework(canvas: Canvas, framework: ReportFramework): void {
  canvas.heading(2, frameworkTitle(framework), 120)
  drawTotals(canvas, framework)
  const partial = framework.complete ? null : 'Controls are listed to which checks of TLS identity can speak.'
  const note = [framework.note, partial].filter((line) => line !== null).join(' ')
  if (note !== '') canvas.paragraph(note, looks.small)
  canvas.tag('Link', () =>
    canvas.put(framework.url, { ...looks.small, colour: colours.accent }, sheet.left, canvas.y, textWidth, {
      link: encodeURI(framework.url),
    }),
  )
  canvas.y += canvas.height(framework.url, looks.small, textWidth) + 6
  const spoken = framework.controls.filter(({ checks }) => checks.length > 0)
  if (spoken.length > 0) drawTable(canvas, columns, spoken.map(controlCells))
  drawUnspoken(
    canvas,
    framework.controls.filter(({ checks }) => checks.length === 0),
  )
}

/** Controls of which nothing is known take no row each; none of them is left out. */
function drawUnspoken(canvas: Canvas, controls: readonly ReportControl[]): void {
  if (controls.length === 0) return
  const labels = controls.map(({ control }) => controlLabel(control)).join(', ')
  canvas.paragraph(
    `Not assessed, because no check speaks to ${controls.length === 1 ? 'it' : 'them'}: ${labels}.`,
    looks.soft,
  )
}

function drawTotals(canvas: Canvas, { totals }: ReportFramework): void {
  const { y } = canvas
  const width = textWidth / 4
  for (const [index, status] of controlStatuses.entries()) {
    const x = sheet.left + index * width
    const mark = controlStatusMark(status)
    drawShape(canvas, mark, x, y + 1, 9)
    const look = { ...looks.cellBold, colour: mark.colour }
    canvas.tag('P', () =>
      canvas.put(
        `${countText(totals[status])} ${controlStatusWords[status].toLowerCase()}`,
        look,
        x + 13,
        y + 0.5,
        width - 14,
      ),
    )
  }
  canvas.y = y + 18
}

function controlCells({ control, status, reason, counts, findings, citations }: ReportControl): readonly Cell[] {
  const gist = control.titleKind === 'gist' ? ' (gist)' : ''
  const cited = citations.map(({ asCited, verdict }) => ({
    text: `cited as ${asCited.framework} ${asCited.reference ?? '(no identifier)'}: ${citationVerdicts[verdict]}`,
    look: looks.cellSoft,
  }))
  const baseline =
    control.baselines?.length === 0 ? [{ text: 'in no baseline of SP 800-53B', look: looks.cellSoft }] : []
  return [
    {
      lines: [
        { text: controlLabel(control), look: looks.cellBold },
        { text: `${control.title}${gist}`, look: looks.cell },
        ...baseline,
        ...cited,
      ],
    },
    marked(controlStatusMark(status)),
    {
      lines: [
        { text: reason ?? 'all judged, none failed', look: looks.cell },
        { text: `${counts.checksRan} of ${counts.checksMapped} checks ran`, look: looks.cellSoft },
      ],
    },
    plain(countText(counts.pass)),
    plain(countText(counts.fail)),
    plain(countText(findings.open + findings.acknowledged)),
  ]
}
