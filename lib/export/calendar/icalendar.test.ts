import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CalendarEvent, escapeText, foldLine, icalendar } from './icalendar.ts'

const head = {
  name: 'Rotations',
  description: 'What is due',
  madeAt: new Date('2026-11-23T12:00:00.999Z'),
  refreshMinutes: 60,
}
const event: CalendarEvent = {
  uid: 'due-1@countersign',
  at: new Date('2026-12-24T23:30:00Z'),
  allDay: false,
  summary: 'Rotate pay.example.com',
  description: 'One\nTwo; three, four',
  url: 'https://countersign.example/identities/1',
  categories: ['Rotation'],
}
const text = fc.string({ unit: 'grapheme', maxLength: 300 })

/** As a reader takes it apart (RFC 5545 3.1). */
const unfold = (stream: string) =>
  stream
    .replaceAll(/\r\n[ \t]/g, '')
    .split('\r\n')
    .slice(0, -1)

describe('an iCalendar stream', () => {
  test('is whole, in order, with an end of line of its own after each line', () => {
    const lines = unfold(icalendar(head, [event]))
    expect(lines.slice(0, 5)).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Countersign//Rotation//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:PUBLISH',
    ])
    expect(lines.slice(-11)).toEqual([
      'BEGIN:VEVENT',
      'UID:due-1@countersign',
      'DTSTAMP:20261123T120000Z',
      'DTSTART:20261224T233000Z',
      'SUMMARY:Rotate pay.example.com',
      String.raw`DESCRIPTION:One\nTwo\; three\, four`,
      'URL:https://countersign.example/identities/1',
      'CATEGORIES:Rotation',
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
      'END:VCALENDAR',
    ])
  })

  test('a whole day is the day in UTC', () => {
    expect(unfold(icalendar(head, [{ ...event, allDay: true }]))).toContain('DTSTART;VALUE=DATE:20261224')
  })

  test('no text of a certificate can end a line, make a property, or turn the direction of what follows', () => {
    fc.assert(
      fc.property(text, text, (summary, description) => {
        const nasty = {
          ...event,
          summary: `${summary}\r\nATTENDEE:mailto:x@example.com`,
          description,
          url: `${event.url}\r\nX:1`,
        }
        const plain = unfold(icalendar(head, [event]))
        const lines = unfold(icalendar(head, [nasty]))
        expect(lines.map((line) => line.split(/[:;]/)[0])).toEqual(plain.map((line) => line.split(/[:;]/)[0]))
        expect(lines.join('')).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u)
      }),
    )
  })
})

test('escaped text reads back as it was, line ends and controls apart', () => {
  const read = (escaped: string) =>
    escaped.replaceAll(/\\([\\;,nN])/g, (_, character: string) => (character.toLowerCase() === 'n' ? '\n' : character))
  fc.assert(
    fc.property(text, (value) => {
      const kept = value
        .replaceAll(/\r\n|\r/g, '\n')
        .replaceAll(/(?!\n)[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, ' ')
      expect(read(escapeText(value))).toBe(kept)
    }),
  )
})

test('lines are folded at 75 octets, within no character, and nothing is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-composite', maxLength: 400 }), (value) => {
      const line = value.replaceAll(/[\r\n]/g, '')
      const pieces = foldLine(line).split('\r\n')
      for (const piece of pieces) expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(75)
      for (const piece of pieces) expect(piece.isWellFormed()).toBe(true)
      expect(pieces.map((piece, index) => (index === 0 ? piece : piece.slice(1))).join('')).toBe(line)
    }),
  )
})
