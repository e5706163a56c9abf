/** Writes DER (X.690). It checks nothing about meaning, so that faulty certificates can be assembled too. */

/** One tag-length-value with a low tag number; `tag` is the whole identifier octet. */
export function tlv(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const length = contents.reduce((sum, part) => sum + part.byteLength, 0)
  return Buffer.concat([Buffer.from([tag]), lengthOctets(length), ...contents])
}

export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return tlv(0x30, ...parts)
}

/** SET OF, in the order given: a caller with several members sorts them where DER matters. */
export function setOf(...parts: readonly Uint8Array[]): Buffer {
  return tlv(0x31, ...parts)
}

export function boolean(value: boolean): Buffer {
  return tlv(0x01, Buffer.from([value ? 0xff : 0x00]))
}

/** INTEGER in the fewest octets of two's complement. */
export function integer(value: bigint | number): Buffer {
  const octets: number[] = []
  let rest = BigInt(value)
  do {
    octets.unshift(Number(rest & 0xffn))
    rest >>= 8n
  } while (rest !== 0n && rest !== -1n)
  const signBit = (octets[0] ?? 0) & 0x80
  if (rest === 0n && signBit !== 0) octets.unshift(0x00)
  if (rest === -1n && signBit === 0) octets.unshift(0xff)
  return tlv(0x02, Buffer.from(octets))
}

export function bitString(bytes: Uint8Array, unusedBits = 0): Buffer {
  return tlv(0x03, Buffer.from([unusedBits]), bytes)
}

export function octetString(bytes: Uint8Array): Buffer {
  return tlv(0x04, bytes)
}

export function nullValue(): Buffer {
  return tlv(0x05)
}

export function objectIdentifier(dotted: string): Buffer {
  const arcs = dotted.split('.').map(BigInt)
  const [first = 0n, second = 0n, ...rest] = arcs
  return tlv(0x06, Buffer.from([first * 40n + second, ...rest].flatMap(base128)))
}

export function utf8String(text: string): Buffer {
  return tlv(0x0c, Buffer.from(text, 'utf8'))
}

export function printableString(text: string): Buffer {
  return tlv(0x13, Buffer.from(text, 'latin1'))
}

export function ia5String(text: string): Buffer {
  return tlv(0x16, Buffer.from(text, 'latin1'))
}

/** UTCTime up to 2049, GeneralizedTime from 2050 (RFC 5280 4.1.2.5). */
export function time(at: Date): Buffer {
  const digits = `${at
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/[-:T]/g, '')}Z`
  const year = at.getUTCFullYear()
  const short = year >= 1950 && year < 2050
  return short ? tlv(0x17, Buffer.from(digits.slice(2))) : tlv(0x18, Buffer.from(digits))
}

/** `[number] EXPLICIT`, or a constructed IMPLICIT. */
export function contextConstructed(number: number, ...parts: readonly Uint8Array[]): Buffer {
  return tlv(0xa0 | number, ...parts)
}

/** `[number] IMPLICIT` over a primitive type. */
export function contextPrimitive(number: number, bytes: Uint8Array): Buffer {
  return tlv(0x80 | number, bytes)
}

function lengthOctets(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const octets: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
  return Buffer.from([0x80 | octets.length, ...octets])
}

function base128(arc: bigint): number[] {
  const octets = [Number(arc & 0x7fn)]
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80)
  return octets
}
