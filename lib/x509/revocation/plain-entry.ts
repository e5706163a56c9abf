import { tags } from '../der.ts'
import { revocationReasons } from './judgement.ts'

/** The extensions of an entry that states its reason and nothing else, but for the last octet. */
const reasonExtensions = Uint8Array.of(0x30, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01)
/** Identifier, length and content of a UTCTime as RFC 5280 has it. */
const timeOctets = 15

/**
 * Where an entry ends that is of the form that nearly all have: a serial, a UTCTime and, where `extended`, a reason at
 * most. Null for all others, sound or not, which the reader has to look at. It accepts less than the reader does.
 */
export function plainEntryEnd(bytes: Uint8Array, at: number, limit: number, extended: boolean): number | null {
  const length = bytes[at + 1] ?? 0x80
  const end = at + 2 + length
  if (bytes[at] !== tags.sequence || length >= 0x80 || end > limit) return null
  const serialLength = bytes[at + 3] ?? 0
  const serialAt = at + 4
  const timeAt = serialAt + serialLength
  if (bytes[at + 2] !== tags.integer || serialLength === 0 || serialLength >= 0x80 || timeAt + timeOctets > end)
    return null
  if (serialLength > 1 && isPadded(bytes[serialAt] ?? 0, bytes[serialAt + 1] ?? 0)) return null
  if (!isPlainTime(bytes, timeAt)) return null
  const afterTime = timeAt + timeOctets
  if (afterTime === end) return end
  return extended && afterTime + reasonExtensions.length + 1 === end && isReason(bytes, afterTime) ? end : null
}

function isPadded(first: number, second: number): boolean {
  return first === 0 ? second < 0x80 : first === 0xff && second >= 0x80
}

/** YYMMDDHHMMSSZ; days after the 28th are left to the reader, which knows the calendar. */
function isPlainTime(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== tags.utcTime || bytes[at + 1] !== 13 || bytes[at + 14] !== 0x5a) return false
  for (let digit = at + 2; digit < at + 14; digit += 1) {
    const octet = bytes[digit] ?? 0
    if (octet < 0x30 || octet > 0x39) return false
  }
  const pair = (from: number) => ((bytes[from] ?? 0) - 0x30) * 10 + (bytes[from + 1] ?? 0) - 0x30
  const [month, day] = [pair(at + 4), pair(at + 6)]
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= 28 &&
    pair(at + 8) <= 23 &&
    pair(at + 10) <= 59 &&
    pair(at + 12) <= 59
  )
}

function isReason(bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < reasonExtensions.length; index += 1) {
    if (bytes[at + index] !== reasonExtensions[index]) return false
  }
  return Boolean(revocationReasons[bytes[at + reasonExtensions.length] ?? -1])
}
