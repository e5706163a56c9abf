import type { ReportSource } from '#lib/compliance/report-snapshot.ts'
import { countText, instantText, scopeLines, severitiesByWorst } from '../content/words.ts'
import type { ReportContext } from '../report-format.ts'
import type { Canvas } from './canvas.ts'
import { colours, looks, sheet, type TextLook, textWidth } from './looks.ts'
import { drawFacts, fitted } from './table.ts'

const title: TextLook = { font: 'bold', size: 27, colour: colours.ink, lineGap: 3 }
const kicker: TextLook = { font: 'medium', size: 10.5, colour: colours.accent, lineGap: 0 }
const number: TextLook = { font: 'bold', size: 21, colour: colours.ink, lineGap: 0 }

export function drawCover(canvas: Canvas, source: ReportSource, { productVersion }: ReportContext): void {
  const { summary } = source
  canvas.addPage(true)
  drawEmblem(canvas)
  canvas.y = 232
  canvas.tag('P', () => canvas.put('Evidence of TLS identity', kicker, sheet.left, canvas.y, textWidth))
  canvas.space(20)
  const name = fitted(canvas, summary.name, title, textWidth, 150)
  canvas.tag('H1', () => canvas.put(name.text, title, sheet.left, canvas.y, textWidth))
  canvas.space(name.height + 8)
  canvas.paragraph(`As of ${instantText(summary.asOf)}`, { ...looks.body, size: 11, colour: colours.soft }, 22)
  drawNumbers(canvas, source)
  drawFacts(canvas, [...scopeLines(summary.scope), ['Made by', summary.createdBy]])
  canvas.y = Math.max(canvas.y + 16, 660)
  drawSeal(canvas, source, productVersion)
}

/** The ladder as a sign: five steps that rise. */
function drawEmblem(canvas: Canvas): void {
  canvas.adorn(() => {
    const { doc } = canvas
    for (let step = 0; step < 5; step += 1) {
      const height = 9 + step * 7
      doc.rect(sheet.left + step * 11, 118 - height, 8, height).fill(colours.accent)
    }
  })
  const look: TextLook = { font: 'bold', size: 15, colour: colours.ink, lineGap: 0 }
  canvas.tag('P', () => canvas.put('Countersign', look, sheet.left + 66, 102, 200))
}

function drawNumbers(canvas: Canvas, { summary }: ReportSource): void {
  const { ladder, coverage, findingsBySeverity } = summary
  const active = severitiesByWorst.reduce((sum, severity) => sum + findingsBySeverity[severity], 0)
  const tiles: readonly (readonly [string, string])[] = [
    [`${countText(ladder.proven)} of ${countText(ladder.identities)}`, 'identities proven'],
    [countText(active), 'findings open or acknowledged'],
    [`${countText(coverage.reached)} of ${countText(coverage.endpoints)}`, 'endpoints reached'],
    [countText(summary.exceptions.length), 'exceptions'],
  ]
  const width = textWidth / tiles.length
  const { y } = canvas
  for (const [index, [value, label]] of tiles.entries()) {
    const x = sheet.left + index * width
    canvas.adorn(() =>
      canvas.doc
        .moveTo(x, y)
        .lineTo(x + width - 14, y)
        .lineWidth(1.6)
        .stroke(colours.accent),
    )
    canvas.tag('P', () => {
      canvas.put(value, number, x, y + 9, width - 10, { height: 26, ellipsis: true })
      canvas.put(label, looks.cellSoft, x, y + 37, width - 14)
    })
  }
  canvas.y = y + 74
}

function drawSeal(canvas: Canvas, { summary, sha256 }: ReportSource, productVersion: string): void {
  const lines: readonly (readonly [string, string])[] = [
    ['Report', summary.id],
    ['SHA-256', sha256],
  ]
  const { y } = canvas
  canvas.adorn(() => canvas.doc.rect(sheet.left, y, textWidth, 92).fill(colours.panel))
  canvas.y = y + 11
  for (const [label, value] of lines) {
    const at = canvas.y
    canvas.tag('P', () => {
      canvas.put(label, looks.label, sheet.left + 12, at, 60)
      canvas.put(value, looks.mono, sheet.left + 72, at + 0.6, textWidth - 84)
    })
    canvas.y = at + 14
  }
  const how = `The report is frozen: its hash covers every row of it. This document shows it, and is not signed by itself; the signed bundle of the report holds it with all other formats, and “countersign report verify” checks it without a network. Written by Countersign ${productVersion}.`
  canvas.tag('P', () => canvas.put(how, looks.small, sheet.left + 12, canvas.y + 3, textWidth - 24))
}
