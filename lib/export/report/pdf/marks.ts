import type { ControlStatus } from '#lib/compliance/assess.ts'
import type { FindingRow } from '#lib/compliance/report-snapshot.ts'
import type { Severity } from '#lib/core/severity.ts'
import { controlStatusShapes, findingStatusShapes, ringShape, severityShapes, shieldShape } from '../content/shapes.ts'
import { controlStatusWords, findingStatusWords, severityWords } from '../content/words.ts'
import type { Canvas } from './canvas.ts'
import { colours, controlStatusColours, severityColours } from './looks.ts'

/** A shape with its word: the shape adorns, the word is read. */
export interface Mark {
  readonly word: string
  readonly colour: string
  /** Paths on a grid of 12, filled or drawn in lines. */
  readonly filled: readonly string[]
  readonly lined: readonly string[]
}

export function severityMark(severity: Severity): Mark {
  return {
    word: severityWords[severity],
    colour: severityColours[severity],
    filled: [severityShapes[severity]],
    lined: [],
  }
}

export function controlStatusMark(status: ControlStatus): Mark {
  return {
    word: controlStatusWords[status],
    colour: controlStatusColours[status],
    filled: [],
    lined: [shieldShape, controlStatusShapes[status]],
  }
}

export function findingStatusMark(status: FindingRow['status']): Mark {
  return {
    word: findingStatusWords[status],
    colour: colours.soft,
    filled: [],
    lined: [ringShape, findingStatusShapes[status]],
  }
}

/** The shape alone, `size` points wide, its upper left corner at the place. */
export function drawShape(canvas: Canvas, mark: Mark, x: number, y: number, size: number): void {
  canvas.adorn(() => {
    const { doc } = canvas
    doc.translate(x, y).scale(size / 12)
    for (const path of mark.filled) doc.path(path).fill(mark.colour)
    doc.lineWidth(1.3).lineCap('round').lineJoin('round')
    for (const path of mark.lined) doc.path(path).stroke(mark.colour)
  })
}
