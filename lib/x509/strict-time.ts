import { type DerNode, type DerReader, tags } from './der.ts'
import { ParseError } from './parse-error.ts'

export interface StrictTime {
  /** Milliseconds since 1970. */
  readonly at: number
  /** UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280 4.1.2.5). */
  readonly conforming: boolean
}

/** A time in one of the two forms that RFC 5280 4.1.2.5 allows: seconds, and Z. Throws ParseError. */
export function readStrictTime(reader: DerReader, node: DerNode | undefined, what: string): StrictTime {
  if (node === undefined) throw new ParseError(0, `${what} is missing`)
  const short = node.tag === tags.utcTime
  if (!short && node.tag !== tags.generalizedTime) throw new ParseError(node.offset, `${what} is no time`)
  const { bytes } = reader
  const yearDigits = short ? 2 : 4
  if (node.end - node.start !== yearDigits + 11 || bytes[node.end - 1] !== 0x5a)
    throw new ParseError(node.offset, `${what} is not in the form of RFC 5280`)
  const number = (from: number, digits: number): number => {
    let value = 0
    for (let at = from; at < from + digits; at += 1) {
      const digit = (bytes[at] ?? 0) - 0x30
      if (digit < 0 || digit > 9) throw new ParseError(at, `${what}: no digit`)
      value = value * 10 + digit
    }
    return value
  }
  const written = number(node.start, yearDigits)
  const year = short ? written + (written < 50 ? 2000 : 1900) : written
  const from = node.start + yearDigits
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = [0, 2, 4, 6, 8].map((skip) => number(from + skip, 2))
  if (hour > 23 || minute > 59 || second > 59) throw new ParseError(node.offset, `${what} is no time of day`)
  // Date.UTC would read the years 0 to 99 as those of the last century.
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const at = date.setUTCHours(hour, minute, second)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day)
    throw new ParseError(node.offset, `${what} is no date of the calendar`)
  return { at, conforming: short === (year >= 1950 && year < 2050) }
}
