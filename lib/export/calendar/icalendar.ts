import { secondMs } from '#lib/core/time.ts'

/** What stands in a calendar: a day, or an instant of it. */
export interface CalendarEvent {
  /** The same thing keeps it from one reading of the feed to the next. */
  readonly uid: string
  readonly at: Date
  /** The day (UTC) that the instant lies in, rather than the instant. */
  readonly allDay: boolean
  readonly summary: string
  readonly description: string
  readonly url: string
  readonly categories: readonly string[]
}

export interface CalendarHead {
  readonly name: string
  readonly description: string
  /** When it was made (DTSTAMP). */
  readonly madeAt: Date
  /** How often it is worth asking again. */
  readonly refreshMinutes: number
}

export const calendarContentType = 'text/calendar; charset=utf-8'

/** An iCalendar stream (RFC 5545, names and refresh by RFC 7986) of events that take up no one's time. */
export function icalendar(head: CalendarHead, events: readonly CalendarEvent[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Countersign//Rotation//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escapeText(head.name)}`,
    `X-WR-CALNAME:${escapeText(head.name)}`,
    `DESCRIPTION:${escapeText(head.description)}`,
    `REFRESH-INTERVAL;VALUE=DURATION:PT${head.refreshMinutes}M`,
    `X-PUBLISHED-TTL:PT${head.refreshMinutes}M`,
    ...events.flatMap((event) => eventLines(event, head.madeAt)),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${foldLine(line)}\r\n`).join('')
}

function eventLines(event: CalendarEvent, madeAt: Date): string[] {
  const { uid, at, allDay, summary, description, url, categories } = event
  return [
    'BEGIN:VEVENT',
    `UID:${escapeText(uid)}`,
    `DTSTAMP:${utcText(madeAt)}`,
    // Without an end a day lasts a day and an instant no time (3.6.1).
    allDay ? `DTSTART;VALUE=DATE:${dayText(at)}` : `DTSTART:${utcText(at)}`,
    `SUMMARY:${escapeText(summary)}`,
    `DESCRIPTION:${escapeText(description)}`,
    `URL:${withoutControls(url)}`,
    `CATEGORIES:${categories.map(escapeText).join(',')}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}

/** TEXT (3.3.11). Control characters, which have no place in it, become spaces. */
export function escapeText(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map(withoutControls)
  return lines.map((line) => line.replaceAll(/[\\;,]/g, String.raw`\$&`)).join(String.raw`\n`)
}

/** C0, DEL and C1 controls, the line separators, and what turns the direction of the text about it. */
function withoutControls(text: string): string {
  return text.toWellFormed().replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, ' ')
}

const longestOctets = 75

/** No line is longer than 75 octets of UTF-8, and none ends within a character (3.1). */
export function foldLine(line: string): string {
  const folded: string[] = []
  let piece = ''
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > longestOctets) {
      folded.push(piece)
      // The space that marks what follows as one line with it counts, too.
      piece = ' '
      octets = 1
    }
    piece += character
    octets += size
  }
  return [...folded, piece].join('\r\n')
}

/** `20261123T120000Z` */
function utcText(at: Date): string {
  const whole = new Date(Math.floor(at.getTime() / secondMs) * secondMs)
  return `${whole.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}

function dayText(at: Date): string {
  return at.toISOString().slice(0, 10).replaceAll('-', '')
}
