import { shown } from './fonts.ts'
import { colours, looks, lowest, sheet, type TextLook, textWidth } from './looks.ts'

/** A heading as the contents list it. */
export interface ContentsEntry {
  readonly level: 1 | 2
  readonly title: string
  readonly page: number
  readonly anchor: string
}

/** What a first pass over the same report found out. */
export interface KnownPages {
  readonly total: number
  readonly entries: readonly ContentsEntry[]
}

/** Heights that were measured, for the pass that draws. */
export type Measures = Map<string, number>

export interface Running {
  /** What stands at the head and foot of each page. */
  readonly name: string
  readonly reportId: string
  readonly sha256: string
  readonly measures: Measures
  /** Null in the pass that only measures: nothing is drawn in it. */
  readonly total: number | null
}

type Struct = ReturnType<PDFKit.PDFDocument['struct']>

/**
 * Draws down the pages of a tagged document: what stands in the text goes through `tag`, what only adorns it through
 * `adorn`, so that a screen reader hears the one and not the other. Breaks pages only where it is asked for room.
 */
export class Canvas {
  readonly doc: PDFKit.PDFDocument
  readonly entries: ContentsEntry[] = []
  y: number = sheet.top
  page = 0
  total: number
  readonly #draws: boolean
  readonly #running: Running
  #parent: Struct
  readonly #root: Struct
  #outline: PDFKit.PDFOutline | null = null

  constructor(doc: PDFKit.PDFDocument, running: Running) {
    this.doc = doc
    this.#running = running
    this.#draws = running.total !== null
    this.total = running.total ?? 0
    this.#root = doc.struct('Document')
    doc.addStructure(this.#root)
    this.#parent = this.#root
  }

  /** Ends the structure; the document itself is ended by its maker. */
  end(): void {
    this.#root.end()
  }

  addPage(plain = false): void {
    // Measuring wants a page, and no more than that.
    if (this.#draws || this.page === 0) this.doc.addPage()
    this.page += 1
    this.y = sheet.top
    if (!plain) this.adorn(() => this.#furnish())
  }

  /** A new page where less than `height` is left. Gives whether it made one. */
  room(height: number): boolean {
    if (this.y + height <= lowest) return false
    this.addPage()
    return true
  }

  space(height: number): void {
    this.y += height
  }

  /** Content with its meaning; all drawn within stands on the page that is now open. */
  tag(type: string, draw: () => void, options: { alt?: string; scope?: 'Column' | 'Row' } = {}): void {
    if (!this.#draws) return
    this.#parent.add(this.doc.struct(type, options, [draw]))
  }

  /** A part that holds others: `Table`, `TR`, `Sect`. */
  within(type: string, draw: () => void): void {
    if (!this.#draws) {
      draw()
      return
    }
    const outer = this.#parent
    const part = this.doc.struct(type)
    outer.add(part)
    this.#parent = part
    draw()
    part.end()
    this.#parent = outer
  }

  /** Lines, shades and page furniture. */
  adorn(draw: () => void): void {
    if (!this.#draws) return
    this.doc.markContent('Artifact', { type: 'Layout' })
    this.doc.save()
    draw()
    this.doc.restore()
    this.doc.endMarkedContent()
  }

  /** Height of the text at this width, in points. */
  height(text: string, look: TextLook, width: number): number {
    const key = `${look.font} ${look.size} ${look.lineGap} ${width} ${text}`
    const known = this.#running.measures.get(key)
    if (known !== undefined) return known
    const written = shown(text, look.font)
    this.doc.font(look.font).fontSize(look.size)
    const height = this.#isOneLine(written, width)
      ? this.doc.currentLineHeight(true) + look.lineGap
      : this.doc.heightOfString(written, { width, lineGap: look.lineGap })
    this.#running.measures.set(key, height)
    return height
  }

  /** Of text that is written already, in the font that is set. */
  #isOneLine(written: string, width: number): boolean {
    return written.length * 2 < width && !written.includes('\n') && this.doc.widthOfString(written) <= width
  }

  /** Width of the text on one line, in points. */
  width(text: string, look: TextLook): number {
    this.doc.font(look.font).fontSize(look.size)
    return this.doc.widthOfString(shown(text, look.font))
  }

  /** Puts text where it is said; the caller has made room and opened a tag. */
  put(
    text: string,
    look: TextLook,
    x: number,
    y: number,
    width: number,
    options: PDFKit.Mixins.TextOptions = {},
  ): void {
    const written = shown(text, look.font)
    this.doc.font(look.font).fontSize(look.size).fillColor(look.colour)
    // Most text needs no search for the ends of its lines.
    const lineBreak = options.align === 'right' || options.height !== undefined || !this.#isOneLine(written, width)
    this.doc.text(written, x, y, { width, lineGap: look.lineGap, lineBreak, ...options })
  }

  /** A paragraph over the whole width, on one page. */
  paragraph(text: string, look: TextLook = looks.body, gap = 6): void {
    const height = this.height(text, look, textWidth)
    this.room(height)
    this.tag('P', () => this.put(text, look, sheet.left, this.y, textWidth))
    this.y += height + gap
  }

  /** A heading that the contents and the outline list; `below` is the room that it wants with what follows. */
  heading(level: 1 | 2, title: string, below = 90): void {
    const look = level === 1 ? looks.h1 : looks.h2
    const height = this.height(title, look, textWidth)
    if (level === 1) this.addPage()
    else {
      this.space(10)
      this.room(height + below)
    }
    const anchor = `s${this.entries.length + 1}`
    this.entries.push({ level, title, page: this.page, anchor })
    if (this.#draws) this.#bookmark(level, title, anchor)
    this.tag(`H${level}`, () => this.put(title, look, sheet.left, this.y, textWidth))
    this.y += height + (level === 1 ? 10 : 6)
  }

  #bookmark(level: 1 | 2, title: string, anchor: string): void {
    this.doc.addNamedDestination(anchor, 'XYZ', sheet.left, this.y - 8, null)
    const text = shown(title, 'regular')
    if (level === 1 || !this.#outline) this.#outline = this.doc.outline.addItem(text, { expanded: level === 1 })
    else this.#outline.addItem(text)
  }

  #furnish(): void {
    const { name, reportId, sha256 } = this.#running
    const foot = sheet.height - 44
    this.put(name, looks.small, sheet.left, 36, textWidth * 0.55, { height: 10, ellipsis: true })
    this.put(reportId, { ...looks.mono, colour: colours.soft }, sheet.left + textWidth * 0.55, 36.5, textWidth * 0.45, {
      align: 'right',
    })
    this.doc.moveTo(sheet.left, 51).lineTo(sheet.width - sheet.right, 51)
    this.doc.moveTo(sheet.left, foot - 8).lineTo(sheet.width - sheet.right, foot - 8)
    this.doc.lineWidth(0.5).stroke(colours.line)
    this.put(
      `SHA-256 ${sha256}`,
      { ...looks.mono, size: 6.4, colour: colours.soft },
      sheet.left,
      foot + 0.5,
      textWidth * 0.8,
    )
    const pages = `Page ${this.page} of ${this.total}`
    this.put(pages, looks.small, sheet.left + textWidth * 0.8, foot, textWidth * 0.2, { align: 'right' })
  }
}
