import type { Canvas, ContentsEntry, KnownPages } from './canvas.ts'
import { colours, looks, lowest, sheet, type TextLook, textWidth } from './looks.ts'
import { fitted } from './table.ts'

const pageWidth = 40

const headRoom = 38

/** The contents, with the pages that they refer to. The first pass knows of none and makes one page of them. */
export function drawContents(canvas: Canvas, entries: readonly ContentsEntry[]): void {
  canvas.addPage()
  canvas.tag('H1', () => canvas.put('Contents', looks.h1, sheet.left, canvas.y, textWidth))
  canvas.space(headRoom)
  canvas.within('TOC', () => {
    for (const entry of entries) drawEntry(canvas, entry)
  })
}

/** What the first pass found, moved by the pages that the contents themselves take beyond their first. */
export function settle(canvas: Canvas, known: KnownPages | null): KnownPages {
  const { total, entries } = known ?? { total: 0, entries: [] }
  let y = sheet.top + headRoom
  let more = 0
  for (const entry of entries) {
    const { line, before } = measureEntry(canvas, entry)
    y += before
    if (y + line.height > lowest) {
      more += 1
      y = sheet.top
    }
    y += line.height + after
  }
  return { total: total + more, entries: entries.map((entry) => ({ ...entry, page: entry.page + more })) }
}

const after = 2.5

function measureEntry(canvas: Canvas, { level, title }: ContentsEntry) {
  const look: TextLook = level === 1 ? { ...looks.body, font: 'medium' } : looks.soft
  const x = sheet.left + (level - 1) * 16
  const width = sheet.width - sheet.right - pageWidth - x
  return { look, x, width, before: level === 1 ? 5 : 0, line: fitted(canvas, title, look, width, 26) }
}

function drawEntry(canvas: Canvas, entry: ContentsEntry): void {
  const { page, anchor } = entry
  const { look, x, width, before, line } = measureEntry(canvas, entry)
  canvas.space(before)
  canvas.room(line.height)
  const { y } = canvas
  const end = x + Math.min(width, canvas.width(line.text, look)) + 6
  canvas.adorn(() => {
    const foot = y + look.size * 0.95
    if (line.height < look.size * 2) canvas.doc.moveTo(end, foot).lineTo(sheet.width - sheet.right - 24, foot)
    canvas.doc.lineWidth(0.5).dash(0.6, { space: 2.6 }).stroke(colours.unknown)
  })
  canvas.tag('TOCI', () => {
    canvas.put(line.text, look, x, y, width, { goTo: anchor })
    canvas.put(String(page), look, sheet.width - sheet.right - pageWidth, y, pageWidth, {
      align: 'right',
      goTo: anchor,
    })
  })
  canvas.y = y + line.height + after
}
