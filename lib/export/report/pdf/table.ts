import type { Canvas } from './canvas.ts'
import { colours, looks, sheet, type TextLook, textWidth } from './looks.ts'
import { drawShape, type Mark } from './marks.ts'

export interface Column {
  readonly label: string
  /** Of the table's width. */
  readonly share: number
  readonly align?: 'right'
}

/** What stands in one cell, line above line. */
export interface Cell {
  readonly mark?: Mark
  readonly lines: readonly { readonly text: string; readonly look: TextLook }[]
}

const padding = 5
const markSize = 7
/** No row is taller, so that each fits on a page; what is longer is cut, and says so. */
const tallest = 250

export function plain(text: string | number, look: TextLook = looks.cell): Cell {
  return { lines: [{ text: String(text), look }] }
}

export function marked(mark: Mark): Cell {
  return { mark, lines: [{ text: mark.word, look: { ...looks.cellBold, colour: mark.colour } }] }
}

/** A table that breaks between rows, and repeats its head on each page. */
export function drawTable(canvas: Canvas, columns: readonly Column[], rows: readonly (readonly Cell[])[]): void {
  const boxes = boxesOf(columns)
  canvas.within('Table', () => {
    const first = rows[0]
    canvas.room(headHeight + (first ? measure(canvas, first, boxes).height : 0))
    drawHead(canvas, columns, boxes, true)
    for (const row of rows) {
      const measured = measure(canvas, row, boxes)
      if (canvas.room(measured.height)) drawHead(canvas, columns, boxes, false)
      drawRow(canvas, measured, columns, boxes)
    }
  })
  canvas.space(8)
}

interface Box {
  readonly x: number
  readonly width: number
}

function boxesOf(columns: readonly Column[]): readonly Box[] {
  let x: number = sheet.left
  return columns.map(({ share }) => {
    const box = { x: x + padding, width: share * textWidth - 2 * padding }
    x += share * textWidth
    return box
  })
}

const headHeight = 19

/** The head is read once; repeated on later pages it is furniture. */
function drawHead(canvas: Canvas, columns: readonly Column[], boxes: readonly Box[], read: boolean): void {
  const { y } = canvas
  canvas.adorn(() => {
    canvas.doc.rect(sheet.left, y, textWidth, headHeight - 2).fill(colours.panel)
  })
  const draw = (index: number) => {
    const { x, width } = boxes[index] ?? { x: 0, width: 0 }
    const { label, align = 'left' } = columns[index] ?? { label: '' }
    canvas.put(label, looks.head, x, y + 4.5, width, { align })
  }
  if (read) {
    canvas.within('TR', () => {
      for (const index of columns.keys()) canvas.tag('TH', () => draw(index), { scope: 'Column' })
    })
  } else {
    canvas.adorn(() => {
      for (const index of columns.keys()) draw(index)
    })
  }
  canvas.y = y + headHeight
}

interface MeasuredCell {
  readonly mark: Mark | null
  readonly lines: readonly { readonly text: string; readonly look: TextLook; readonly height: number }[]
}

interface MeasuredRow {
  readonly cells: readonly MeasuredCell[]
  readonly height: number
}

function measure(canvas: Canvas, row: readonly Cell[], boxes: readonly Box[]): MeasuredRow {
  const cells = row.map((cell, index): MeasuredCell => {
    const width = (boxes[index]?.width ?? 0) - indentOf(cell.mark)
    const lines = cell.lines.map(({ text, look }) => fitted(canvas, text, look, width, tallest / cell.lines.length))
    return { mark: cell.mark ?? null, lines }
  })
  const heights = cells.map(({ lines }) => lines.reduce((sum, { height }) => sum + height, 0))
  return { cells, height: Math.max(10, ...heights) + 2 * padding }
}

function indentOf(mark: Mark | null | undefined): number {
  return mark ? markSize + 4 : 0
}

/** The text, or as much of it as is no taller than that, with a word that there is more. */
export function fitted(canvas: Canvas, text: string, look: TextLook, width: number, most: number) {
  // Longer than any text of this height could be; spares the measuring of what can't fit.
  const least = Math.ceil((width / (look.size * 0.2)) * (most / look.size))
  const bounded = text.length > least ? text.slice(0, least) : text
  const whole = canvas.height(bounded, look, width)
  if (whole <= most && bounded === text) return { text, look, height: whole }
  const more = '… (more in the JSON)'
  const characters = Array.from(bounded)
  let [fits, over] = [0, characters.length]
  while (over - fits > 1) {
    const middle = (fits + over) >> 1
    if (canvas.height(characters.slice(0, middle).join('') + more, look, width) <= most) fits = middle
    else over = middle
  }
  const cut = characters.slice(0, fits).join('') + more
  return { text: cut, look, height: canvas.height(cut, look, width) }
}

function drawRow(
  canvas: Canvas,
  { cells, height }: MeasuredRow,
  columns: readonly Column[],
  boxes: readonly Box[],
): void {
  const { y } = canvas
  canvas.within('TR', () => {
    for (const [index, { mark, lines }] of cells.entries()) {
      const { x, width } = boxes[index] ?? { x: 0, width: 0 }
      const indent = indentOf(mark)
      if (mark) drawShape(canvas, mark, x, y + padding + 0.8, markSize)
      const align = columns[index]?.align ?? 'left'
      canvas.tag('TD', () => {
        let at = y + padding
        for (const { text, look, height: own } of lines) {
          canvas.put(text, look, x + indent, at, width - indent, { align })
          at += own
        }
      })
    }
  })
  canvas.y = y + height
  canvas.adorn(() => {
    canvas.doc.moveTo(sheet.left, canvas.y).lineTo(sheet.width - sheet.right, canvas.y)
    canvas.doc.lineWidth(0.4).stroke(colours.line)
  })
}

/** Labels with their values, one beside the other. */
export function drawFacts(canvas: Canvas, facts: readonly (readonly [string, string])[], labelWidth = 110): void {
  for (const [label, value] of facts) {
    const width = textWidth - labelWidth
    const line = fitted(canvas, value, looks.value, width, tallest)
    canvas.room(line.height)
    const { y } = canvas
    canvas.tag('P', () => {
      canvas.put(`${label}`, looks.label, sheet.left, y, labelWidth - 8)
      canvas.put(line.text, line.look, sheet.left + labelWidth, y, width)
    })
    canvas.y = y + Math.max(line.height, canvas.height(label, looks.label, labelWidth - 8)) + 1.5
  }
}
