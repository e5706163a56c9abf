import type { ControlStatus } from '#lib/compliance/assess.ts'
import type { Severity } from '#lib/core/severity.ts'
import type { FontName } from './fonts.ts'

/** A4 in points, and what is left free for the text. */
export const sheet = { width: 595.28, height: 841.89, left: 54, right: 54, top: 74, bottom: 66 } as const

export const textWidth = sheet.width - sheet.left - sheet.right
export const lowest = sheet.height - sheet.bottom

/** Dark enough for print in grey; a mark is told by shape and word first. */
export const colours = {
  ink: '#0f172a',
  soft: '#475569',
  line: '#cbd5e1',
  panel: '#f1f5f9',
  accent: '#1e3a8a',
  pass: '#0f766e',
  fail: '#881337',
  unknown: '#64748b',
  idle: '#cbd5e1',
} as const

export const severityColours: Readonly<Record<Severity, string>> = {
  critical: '#881337',
  high: '#9a3412',
  medium: '#92400e',
  low: '#075985',
  info: '#475569',
}

export const controlStatusColours: Readonly<Record<ControlStatus, string>> = {
  satisfied: colours.pass,
  'not-satisfied': colours.fail,
  'partly-assessed': colours.soft,
  'not-assessed': colours.soft,
}

export interface TextLook {
  readonly font: FontName
  readonly size: number
  readonly colour: string
  readonly lineGap: number
}

export const looks = {
  body: { font: 'regular', size: 9.5, colour: colours.ink, lineGap: 2.4 },
  soft: { font: 'regular', size: 9, colour: colours.soft, lineGap: 2 },
  cell: { font: 'regular', size: 8, colour: colours.ink, lineGap: 1.4 },
  cellSoft: { font: 'regular', size: 7.5, colour: colours.soft, lineGap: 1.2 },
  cellBold: { font: 'bold', size: 8, colour: colours.ink, lineGap: 1.4 },
  head: { font: 'bold', size: 7.5, colour: colours.soft, lineGap: 1 },
  label: { font: 'regular', size: 8, colour: colours.soft, lineGap: 1.4 },
  value: { font: 'regular', size: 8, colour: colours.ink, lineGap: 1.4 },
  mono: { font: 'mono', size: 7.2, colour: colours.ink, lineGap: 1.8 },
  small: { font: 'regular', size: 7.5, colour: colours.soft, lineGap: 1.2 },
  h1: { font: 'bold', size: 19, colour: colours.ink, lineGap: 2 },
  h2: { font: 'bold', size: 12.5, colour: colours.ink, lineGap: 2 },
  h3: { font: 'bold', size: 9.5, colour: colours.ink, lineGap: 1.6 },
} as const satisfies Readonly<Record<string, TextLook>>
