/**
 * Controls, invisible and direction-changing characters, and lone surrogates: what would let certificate text forge
 * a log line, a terminal or a page, or what PostgreSQL cannot store (NUL).
 */
const unsafe = /[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu

/** Printable ASCII, as nearly all text of certificates is, in which RFC 4514 escapes nothing. */
function isPlain(text: string): boolean {
  const last = text.length - 1
  for (let at = 0; at <= last; at += 1) if (!isPlainAt(text.charCodeAt(at), at === 0, at === last)) return false
  return true
}

/** The same of octets from one position to before another. */
export function isPlainAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (!isPlainAt(bytes[at] ?? 0, at === start, at === end - 1)) return false
  return true
}

function isPlainAt(code: number, isFirst: boolean, isLast: boolean): boolean {
  const apart = code === 0x22 || code === 0x2b || code === 0x2c || code === 0x5c || (code >= 0x3b && code <= 0x3e)
  if (code < 0x20 || code > 0x7e || (apart && code !== 0x3d)) return false
  return !(code === 0x20 && (isFirst || isLast)) && !(code === 0x23 && isFirst)
}

/** Writes each unsafe character as `\hh` per UTF-8 octet, the escape of RFC 4514 2.4. */
export function escapeUnsafe(text: string): string {
  return isPlain(text) ? text : text.replace(unsafe, hexPairs)
}

/** An attribute value as RFC 4514 2.4 writes it. */
export function escapeAttributeValue(text: string): string {
  if (isPlain(text)) return text
  const escaped = text.replace(/["+,;<>\\]/g, '\\$&').replace(/^[# ]/, '\\$&')
  const trailing = text.length > 1 && text.endsWith(' ') ? `${escaped.slice(0, -1)}\\ ` : escaped
  return escapeUnsafe(trailing)
}

/**
 * An IA5String, given as Latin-1, as text: ASCII as it stands; every other octet, and the backslash, as `\hh`. An escaped
 * name is thus never equal to a name that somebody meant.
 */
export function escapeIa5(text: string): string {
  return text.replace(/[^\x20-\x5b\x5d-\x7e]/g, (character) => `\\${hexOctet(character.charCodeAt(0))}`)
}

function hexPairs(character: string): string {
  return [...Buffer.from(character, 'utf8')].map((octet) => `\\${hexOctet(octet)}`).join('')
}

function hexOctet(octet: number): string {
  return octet.toString(16).padStart(2, '0')
}
