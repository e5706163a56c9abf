/**
 * Controls, invisible and direction-changing characters, and lone surrogates: what would let certificate text forge
 * a log line, a terminal or a page, or what PostgreSQL cannot store (NUL).
 */
const unsafe = /[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu

/** Writes each unsafe character as `\hh` per UTF-8 octet, the escape of RFC 4514 2.4. */
export function escapeUnsafe(text: string): string {
  return text.replace(unsafe, hexPairs)
}

/** An attribute value as RFC 4514 2.4 writes it. */
export function escapeAttributeValue(text: string): string {
  const escaped = text.replace(/["+,;<>\\]/g, '\\$&').replace(/^[# ]/, '\\$&')
  const trailing = text.length > 1 && text.endsWith(' ') ? `${escaped.slice(0, -1)}\\ ` : escaped
  return escapeUnsafe(trailing)
}

/**
 * An IA5String as text: ASCII as it stands; every other octet, and the backslash, as `\hh`. An escaped name is thus
 * never equal to a name that somebody meant.
 */
export function escapeIa5(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return text.replace(/[^\x20-\x5b\x5d-\x7e]/g, (character) => `\\${hexOctet(character.charCodeAt(0))}`)
}

function hexPairs(character: string): string {
  return [...Buffer.from(character, 'utf8')].map((octet) => `\\${hexOctet(octet)}`).join('')
}

function hexOctet(octet: number): string {
  return octet.toString(16).padStart(2, '0')
}
