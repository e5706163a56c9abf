import type { FindingRow, ReportCheck, ReportSource } from '#lib/compliance/report-snapshot.ts'
import { type EvidenceLine, evidenceLines } from '../content/evidence-lines.ts'
import { countOf, countText, dayText, instantText, severityWords } from '../content/words.ts'
import type { FindingGroup, WorstFindings } from '../content/worst-findings.ts'
import type { Canvas } from './canvas.ts'
import { colours, looks, sheet, textWidth } from './looks.ts'
import { drawShape, findingStatusMark, severityMark } from './marks.ts'
import { fitted } from './table.ts'

/** What the document shows at most; the rest stands in the JSON and CSV of the same bundle. */
export const mostFindings = 1000

const bound = { lines: 18, characters: 440 }
const labelWidth = 104
const indent = 12

export async function drawFindings(
  canvas: Canvas,
  source: ReportSource,
  { groups, shown, total }: WorstFindings,
  rest: () => Promise<void>,
): Promise<void> {
  canvas.heading(1, 'Findings with evidence')
  canvas.paragraph(
    `${countOf(total, 'finding')} stood at the report’s instant, accepted ones and false positives among them; worst first, by check.`,
  )
  if (shown < total) {
    canvas.paragraph(
      `The worst ${countText(shown)} are shown here. The other ${countText(total - shown)} stand in report.json and report.findings.csv of the signed bundle, which are also exports of their own.`,
      { ...looks.body, font: 'medium' },
    )
  }
  const checks = new Map(source.summary.checks.map((check) => [check.id, check]))
  for (const group of groups) {
    drawGroupHead(canvas, group, checks.get(group.checkId))
    for (const [index, row] of group.rows.entries()) {
      drawFinding(canvas, row)
      if (index % 16 === 15) await rest()
    }
    await rest()
  }
}

function drawGroupHead(
  canvas: Canvas,
  { severity, checkId, rows }: FindingGroup,
  check: ReportCheck | undefined,
): void {
  canvas.heading(2, `${severityWords[severity]}: ${check?.title ?? checkId} (${rows.length})`, 270)
  canvas.paragraph(`Check ${checkId}`, { ...looks.mono, colour: colours.soft }, 4)
  if (!check) return
  canvas.paragraph(check.why, looks.body, 4)
  canvas.paragraph(`To fix: ${check.fix}`, looks.body, 4)
  drawReferences(canvas, check)
}

const referenceGap = 12

/** Links one after the other, as many to a line as there is room for. */
function drawReferences(canvas: Canvas, { references }: ReportCheck): void {
  const look = { ...looks.small, colour: colours.accent }
  const right = sheet.width - sheet.right
  canvas.room(24)
  let x: number = sheet.left
  for (const { label, url } of references) {
    const width = canvas.width(label, look)
    if (x > sheet.left && x + width > right) {
      x = sheet.left
      canvas.y += 12
      canvas.room(12)
    }
    const { y } = canvas
    const [at, most] = [x, Math.min(width + 1, right - x)]
    canvas.tag('Link', () => canvas.put(label, look, at, y, most, { link: encodeURI(url), height: 10, ellipsis: true }))
    x += width + referenceGap
  }
  canvas.space(17)
}

function factsOf(row: FindingRow): readonly EvidenceLine[] {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Identity', row.identity?.name === row.subjectName ? null : (row.identity?.name ?? null)],
    ['Environment, owner', `${row.environment ?? 'no environment'}, ${row.owner ?? 'no owner'}`],
    ['Opened, last seen', `${dayText(row.openedAt)}, ${instantText(row.lastSeenAt)}`],
    ['Due', row.dueAt === null ? null : dayText(row.dueAt)],
    ['Assigned to', row.assignee],
    ['Accepted until', row.acceptedUntil === null ? null : dayText(row.acceptedUntil)],
    ['Approved by', row.approver],
    ['Reason', row.reason],
  ]
  return [
    ...facts.flatMap(([label, value]) => (value === null ? [] : [{ label, value, level: 0 as const }])),
    ...evidenceLines(row.evidence, bound),
    { label: 'Finding', value: row.id, level: 0 },
  ]
}

/** One finding; it is kept on one page where it fits on one. */
function drawFinding(canvas: Canvas, row: FindingRow): void {
  const width = textWidth - labelWidth - indent
  const name = fitted(canvas, row.subjectName, looks.h3, textWidth - 140, 60)
  const lines = factsOf(row).map(({ label, value, level }) => ({
    label,
    level,
    ...fitted(canvas, value, label === 'Finding' ? looks.mono : looks.value, width, 90),
  }))
  const height = lines.reduce((sum, line) => sum + line.height + 1, name.height + 16)
  canvas.room(Math.min(height, 420))
  const { y } = canvas
  const severity = severityMark(row.severity)
  const status = findingStatusMark(row.status)
  canvas.adorn(() =>
    canvas.doc
      .moveTo(sheet.left, y)
      .lineTo(sheet.width - sheet.right, y)
      .lineWidth(0.5)
      .stroke(colours.line),
  )
  const right = sheet.width - sheet.right
  drawShape(canvas, severity, right - 128, y + 8, 7)
  drawShape(canvas, status, right - 72, y + 8, 7)
  canvas.tag('H3', () => canvas.put(name.text, looks.h3, sheet.left, y + 6, textWidth - 140))
  canvas.tag('P', () => {
    canvas.put(severity.word, { ...looks.cellBold, colour: severity.colour }, right - 118, y + 7, 44)
    canvas.put(status.word, looks.cell, right - 62, y + 7, 62)
  })
  canvas.y = y + 6 + name.height + 2
  for (const { label, level, text, look, height: own } of lines) {
    canvas.room(own)
    const at = canvas.y
    canvas.tag('P', () => {
      canvas.put(label, looks.label, sheet.left + indent * (1 + level), at, labelWidth - 8 - indent * level)
      canvas.put(text, look, sheet.left + indent + labelWidth, at, width)
    })
    canvas.y = at + own + 1
  }
  canvas.space(7)
}
