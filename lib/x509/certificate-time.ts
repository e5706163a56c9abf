import { type DerNode, type DerReader, tags } from './der.ts'
import { ParseError } from './parse-error.ts'

/**
 * What stands for a time that can't be read: one that makes the certificate out of date, so that damage is never
 * taken for validity.
 */
export const unreadableNotBefore = '9999-12-31T23:59:59.000Z'
export const unreadableNotAfter = '1970-01-01T00:00:00.000Z'

const utcForm = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})?$/
const generalizedForm = /^(\d{4})(\d\d)(\d\d)(\d\d)(?:(\d\d)(?:(\d\d)(?:[.,]\d{1,9})?)?)?(Z|[+-]\d{4})?$/
/** The only forms that RFC 5280 4.1.2.5 allows. */
const strictForm = /^(?:\d{12}|\d{14})Z$/

/** A UTCTime or GeneralizedTime as ISO 8601 in UTC; forms that RFC 5280 forbids are noted. Throws ParseError. */
export function readTime(reader: DerReader, node: DerNode | undefined, what: string): string {
  if (node === undefined || strictUtcTime(reader.bytes, node) === null) {
    return readAnyForm(reader, node, what).toISOString()
  }
  // The digits as they stand: to have a Date written costs as much as all the rest of a name.
  const { bytes } = reader
  const { start } = node
  const isLastCentury = fullYear(twoDigits(bytes, start)) < 2000
  written[0] = isLastCentury ? 0x31 : 0x32
  written[1] = isLastCentury ? 0x39 : 0x30
  for (let digit = 0; digit < 12; digit += 1) written[places[digit] ?? 0] = bytes[start + digit] ?? 0
  return written.toString('latin1')
}

/** One instant after the other is written here. */
const written = Buffer.from('2000-00-00T00:00:00.000Z', 'latin1')
/** Of the digits of year, month, day, hour, minute and second. */
const places = [2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18]

/** YYMMDDhhmmssZ, in which nearly all times stand until 2049; null for every other form and for what is no time. */
function strictUtcTime(bytes: Uint8Array, node: DerNode | undefined): number | null {
  if (node?.tag !== tags.utcTime || node.end - node.start !== 13 || bytes[node.end - 1] !== 0x5a) return null
  const { start } = node
  const year = twoDigits(bytes, start)
  const month = twoDigits(bytes, start + 2)
  const day = twoDigits(bytes, start + 4)
  const hour = twoDigits(bytes, start + 6)
  const minute = twoDigits(bytes, start + 8)
  const second = twoDigits(bytes, start + 10)
  // NaN is never within bounds.
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= (daysOf[month - 1] ?? 0))) return null
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return null
  return Date.UTC(fullYear(year), month - 1, day, hour, minute, second)
}

/** February's last day in leap years is left to the calendar. */
const daysOf = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - 0x30
  const ones = (bytes[at + 1] ?? 0) - 0x30
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : Number.NaN
}

function readAnyForm(reader: DerReader, node: DerNode | undefined, what: string): Date {
  if (node === undefined) throw new ParseError(0, `${what} is missing`)
  const short = node.tag === tags.utcTime
  if (!short && node.tag !== tags.generalizedTime) throw new ParseError(node.offset, `${what} is no time`)
  const text = Buffer.from(reader.content(node).subarray(0, 40)).toString('latin1')
  const match = (short ? utcForm : generalizedForm).exec(text)
  if (match === null) throw new ParseError(node.offset, `${what} is malformed`)
  if (!strictForm.test(text) || (text.length === 13) !== short) {
    reader.note(node.offset, `${what} is not in the form of RFC 5280`)
  }
  const [, year = '', month = '', day = '', hour = '', minute = '0', second = '0', zone = 'Z'] = match
  const at = instant([short ? fullYear(Number(year)) : Number(year), ...[month, day, hour, minute, second].map(Number)])
  if (at === null) throw new ParseError(node.offset, `${what} is no date of the calendar`)
  at.setTime(at.getTime() - zoneMinutes(zone) * 60_000)
  // Year 0 can't be stored, and five digits would not sort as text.
  if (at.getUTCFullYear() < 1 || at.getUTCFullYear() > 9999)
    throw new ParseError(node.offset, `${what} is out of range`)
  return at
}

/** RFC 5280 4.1.2.5.1: 50 and above is 19YY. */
function fullYear(twoDigits: number): number {
  return twoDigits >= 50 ? 1900 + twoDigits : 2000 + twoDigits
}

function instant([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: readonly number[]): Date | null {
  const at = new Date(0)
  at.setUTCFullYear(year, month - 1, day)
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return null
  if (hour > 23 || minute > 59 || second > 59) return null
  at.setUTCHours(hour, minute, second)
  return at
}

function zoneMinutes(zone: string): number {
  if (zone === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5))
  return zone.startsWith('-') ? -minutes : minutes
}
