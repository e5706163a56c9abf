import { rungs } from '#lib/checks/contract.ts'
import type { ReportLadder } from '#lib/compliance/report-snapshot.ts'
import { countText, type RungStatusKey, rungStatuses, rungStatusWords, rungWords } from '../content/words.ts'
import type { Canvas } from './canvas.ts'
import { colours, looks, sheet, textWidth } from './looks.ts'
import { drawTable, plain } from './table.ts'

const drawingHeight = 236
const gap = 7
const rise = 24

/** Each rung's step is higher than the one before it; its body is filled by what the identities gave there. */
export function drawLadder(canvas: Canvas, ladder: ReportLadder): void {
  canvas.room(drawingHeight + 40)
  const top = canvas.y
  const base = top + drawingHeight
  const width = (textWidth - gap * (rungs.length - 1)) / rungs.length
  const alt = rungs
    .map((rung) => {
      const counts = ladder.rungs[rung]
      const words = rungStatuses.map((status) => `${rungStatusWords[status].toLowerCase()} ${counts[status]}`)
      return `${rungWords[rung].name}: ${words.join(', ')}`
    })
    .join('. ')
  for (const [index, rung] of rungs.entries()) {
    const x = sheet.left + index * (width + gap)
    const height = 70 + rise * (index + 1)
    drawStep(canvas, ladder.rungs[rung], { x, y: base - height, width, height })
  }
  canvas.tag('Figure', () => labelSteps(canvas, ladder, base, width), { alt })
  canvas.y = base + 8
  drawLegend(canvas)
  drawTable(
    canvas,
    columns,
    rungs.map((rung) => row(ladder, rung)),
  )
}

interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** From below: what passes carries; what fails is at the top, where the step breaks. */
const stacked: readonly RungStatusKey[] = ['pass', 'not-expected', 'not-assessed', 'fail']

function drawStep(canvas: Canvas, counts: Readonly<Record<RungStatusKey, number>>, area: Area): void {
  const total = stacked.reduce((sum, status) => sum + counts[status], 0)
  let bottom = area.y + area.height
  for (const status of stacked) {
    const height = total === 0 ? 0 : (counts[status] / total) * area.height
    if (height === 0) continue
    fill(canvas, status, { ...area, y: bottom - height, height })
    bottom -= height
  }
  canvas.adorn(() => {
    canvas.doc.rect(area.x, area.y, area.width, area.height)
    if (total === 0) canvas.doc.dash(2, { space: 2 })
    canvas.doc.lineWidth(0.8).stroke(colours.soft)
    canvas.doc.undash()
  })
}

/** Told apart in grey too: solid, hatched, empty and dashed, pale. */
function fill(canvas: Canvas, status: RungStatusKey, { x, y, width, height }: Area): void {
  canvas.adorn(() => {
    const { doc } = canvas
    doc.rect(x, y, width, height).clip()
    if (status === 'pass') doc.rect(x, y, width, height).fill(colours.pass)
    if (status === 'not-expected') doc.rect(x, y, width, height).fill('#e2e8f0')
    if (status === 'not-assessed') {
      doc.rect(x, y, width, height).fill('#ffffff')
      doc.rect(x + 1.5, y + 1.5, width - 3, Math.max(0, height - 3)).lineWidth(0.8)
      doc.dash(3, { space: 2 }).stroke(colours.unknown)
    }
    if (status === 'fail') {
      doc.rect(x, y, width, height).fill(colours.fail)
      for (let at = x - height; at < x + width; at += 5) doc.moveTo(at, y + height).lineTo(at + height, y)
      doc.lineWidth(1).stroke('#ffffff')
    }
  })
}

function labelSteps(canvas: Canvas, ladder: ReportLadder, base: number, width: number): void {
  for (const [index, rung] of rungs.entries()) {
    const x = sheet.left + index * (width + gap)
    const y = base - 70 - rise * (index + 1)
    canvas.put(rungWords[rung].name, looks.h3, x, y - 27, width)
    canvas.put(
      `${countText(ladder.rungs[rung].pass)} of ${countText(ladder.identities)} pass`,
      looks.cellSoft,
      x,
      y - 13,
      width,
    )
  }
}

function drawLegend(canvas: Canvas): void {
  const y = canvas.y
  const share = 92
  for (const [index, status] of rungStatuses.entries()) {
    const x = sheet.left + index * share
    fill(canvas, status, { x, y: y + 0.5, width: 11, height: 8 })
    canvas.adorn(() =>
      canvas.doc
        .rect(x, y + 0.5, 11, 8)
        .lineWidth(0.5)
        .stroke(colours.soft),
    )
    canvas.tag('P', () => canvas.put(rungStatusWords[status], looks.small, x + 15, y, share - 15))
  }
  canvas.y = y + 20
}

const columns = [
  { label: 'Rung', share: 0.5 },
  ...rungStatuses.map((status) => ({ label: rungStatusWords[status], share: 0.125, align: 'right' as const })),
]

function row(ladder: ReportLadder, rung: (typeof rungs)[number]) {
  const { name, question } = rungWords[rung]
  return [
    {
      lines: [
        { text: name, look: looks.cellBold },
        { text: question, look: looks.cellSoft },
      ],
    },
    ...rungStatuses.map((status) => plain(countText(ladder.rungs[rung][status]))),
  ]
}
