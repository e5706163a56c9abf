import { controlStatuses } from '#lib/compliance/assess.ts'
import { frameworkTitle } from '#lib/compliance/report-frameworks.ts'
import type { ReportSource } from '#lib/compliance/report-snapshot.ts'
import { conclusion, controlStatusWords, countText, severitiesByWorst } from '../content/words.ts'
import type { Canvas } from './canvas.ts'
import { colours, looks, sheet, textWidth } from './looks.ts'
import { drawShape, severityMark } from './marks.ts'
import { drawTable, plain } from './table.ts'

export function drawSummary(canvas: Canvas, source: ReportSource): void {
  const { findingsBySeverity, frameworks } = source.summary
  canvas.heading(1, 'Summary')
  for (const sentence of conclusion(source)) canvas.paragraph(sentence, { ...looks.body, size: 10.5, lineGap: 3 }, 8)
  canvas.heading(2, 'Findings that are open or acknowledged')
  drawBars(canvas, findingsBySeverity)
  canvas.heading(2, 'Controls by framework')
  if (frameworks.length === 0) {
    canvas.paragraph('No framework is in this report.', looks.soft)
    return
  }
  const columns = [
    { label: 'Framework', share: 0.44 },
    ...controlStatuses.map((status) => ({ label: controlStatusWords[status], share: 0.14, align: 'right' as const })),
  ]
  const rows = frameworks.map((framework) => [
    plain(frameworkTitle(framework)),
    ...controlStatuses.map((status) => plain(countText(framework.totals[status]))),
  ])
  drawTable(canvas, columns, rows)
}

function drawBars(canvas: Canvas, counts: Readonly<Record<(typeof severitiesByWorst)[number], number>>): void {
  const most = Math.max(1, ...severitiesByWorst.map((severity) => counts[severity]))
  const [from, room] = [sheet.left + 78, textWidth - 78 - 50]
  for (const severity of severitiesByWorst) {
    const { y } = canvas
    const mark = severityMark(severity)
    const length = (counts[severity] / most) * room
    drawShape(canvas, mark, sheet.left, y + 1.5, 9)
    canvas.adorn(() => {
      canvas.doc
        .moveTo(from, y - 1)
        .lineTo(from, y + 14)
        .lineWidth(0.5)
        .stroke(colours.line)
      if (length > 0) canvas.doc.rect(from, y + 1, length, 10).fill(mark.colour)
    })
    canvas.tag('P', () => {
      canvas.put(mark.word, { ...looks.cellBold, colour: mark.colour }, sheet.left + 14, y + 1, 60)
      canvas.put(countText(counts[severity]), looks.cellBold, from + length + 6, y + 1, 44)
    })
    canvas.y = y + 15
  }
  canvas.space(4)
}
