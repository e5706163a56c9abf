import { type DerNode, type DerReader, expectTag, tags } from './der.ts'
import { ParseError } from './parse-error.ts'

const longestOid = 128

/** Dotted form. Throws ParseError. */
export function readOid(reader: DerReader, node: DerNode | undefined, what: string): string {
  const oid = expectTag(node, tags.objectIdentifier, what)
  const { offset, start, end } = oid
  if (end === start || end - start > longestOid) throw new ParseError(offset, `${what} is ${end - start} bytes long`)
  if (((reader.bytes[end - 1] ?? 0) & 0x80) !== 0) throw new ParseError(end - 1, `${what} ends inside an arc`)
  if (end - start === 3) {
    const short = shortForms.get((reader.bytes[start] ?? 0) * 256 + (reader.bytes[start + 1] ?? 0))
    const dotted = short?.[reader.bytes[end - 1] ?? 0]
    if (dotted !== undefined) return dotted
  }
  const key = reader.contentLatin1(oid)
  const known = dottedForms.get(key)
  if (known !== undefined) return known
  const dotted = dottedForm(reader.bytes.subarray(start, end))
  if (dottedForms.size < maxKeptOids) dottedForms.set(standsAlone(key), dotted)
  return dotted
}

/** Certificates name the same few OIDs again and again; whatever else they name is not kept for ever. */
const dottedForms = new Map<string, string>()
const maxKeptOids = 1000

/** Attribute types and extensions, by their first two octets and then their last one. */
const shortForms: ReadonlyMap<number, readonly string[]> = new Map(
  ([4, 29] as const).map((arc) => [0x5500 + arc, Array.from({ length: 0x80 }, (_, last) => `2.5.${arc}.${last}`)]),
)

/** The same text, which keeps no longer text alive that it was a part of. */
export function standsAlone(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('latin1')
}

function dottedForm(content: Uint8Array): string {
  const arcs: bigint[] = []
  let arc = 0n
  for (const octet of content) {
    arc = (arc << 7n) | BigInt(octet & 0x7f)
    if ((octet & 0x80) !== 0) continue
    arcs.push(arc)
    arc = 0n
  }
  const [head = 0n, ...rest] = arcs
  // X.690 8.19.4: the first two arcs share one number; only the top arc 2 may have a second arc over 39.
  const top = head < 80n ? head / 40n : 2n
  return [top, head - top * 40n, ...rest].join('.')
}

/** Hex in whole octets without leading zero octets, `-` before the magnitude of a negative number. */
export function readIntegerHex(reader: DerReader, node: DerNode | undefined, what: string): string {
  const integer = expectInteger(reader, node, what)
  const hex = reader.contentHex(integer)
  const first = reader.bytes[integer.start] ?? 0
  if (first < 0x80) return first === 0 ? hex.replace(/^(?:00)+(?=..)/, '') : hex
  const magnitude = (1n << BigInt(4 * hex.length)) - BigInt(`0x${hex}`)
  const digits = magnitude.toString(16)
  return `-${digits.length % 2 === 0 ? digits : `0${digits}`}`
}

/** How many bits a number has; of a negative one, which no key has, the hex digits of its magnitude times four. */
export function readBitLength(reader: DerReader, node: DerNode | undefined, what: string): number {
  const { start, end } = expectInteger(reader, node, what)
  const { bytes } = reader
  if ((bytes[start] ?? 0) >= 0x80) return 4 * readIntegerHex(reader, node, what).replace(/^-0*/, '').length
  let at = start
  while (at < end && bytes[at] === 0) at += 1
  return at === end ? 0 : 8 * (end - at) - (Math.clz32(bytes[at] ?? 0) - 24)
}

/** An INTEGER of one octet at least; one that has more than it needs is noted. */
function expectInteger(reader: DerReader, node: DerNode | undefined, what: string): DerNode {
  const integer = expectTag(node, tags.integer, what)
  const { offset, start, end } = integer
  if (end === start) throw new ParseError(offset, `${what} is empty`)
  const first = reader.bytes[start] ?? 0
  const second = reader.bytes[start + 1] ?? 0
  if (end - start > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) {
    reader.note(offset, `${what} is not in its shortest form`)
  }
  return integer
}

/** A non-negative number below 2^31. Throws ParseError for others. */
export function readSmallInteger(reader: DerReader, node: DerNode | undefined, what: string): number {
  const only = node && node.tag === tags.integer && node.end - node.start === 1 ? reader.bytes[node.start] : undefined
  if (only !== undefined && only < 0x80) return only
  const hex = readIntegerHex(reader, node, what)
  const value = hex.length > 8 ? Number.NaN : Number.parseInt(hex, 16)
  if (!(value >= 0 && value < 2 ** 31)) throw new ParseError(node?.offset ?? 0, `${what} is out of range`)
  return value
}

/** DER writes TRUE as 0xff; any other octet but zero is taken as true and noted. */
export function readBoolean(reader: DerReader, node: DerNode, what: string): boolean {
  const { start, end } = expectTag(node, tags.boolean, what)
  const octet = reader.bytes[start]
  if (octet === undefined || end - start !== 1) throw new ParseError(node.offset, `${what} is not one octet`)
  if (octet !== 0 && octet !== 0xff) reader.note(node.offset, `${what} is neither 00 nor ff`)
  return octet !== 0
}

/** Content octets of a BIT STRING and how many of its last bits are unused. */
export function readBitString(
  reader: DerReader,
  node: DerNode | undefined,
  what: string,
): { bytes: Uint8Array; unusedBits: number; start: number } {
  const start = bitStringStart(reader, node, what)
  return { bytes: reader.bytes.subarray(start, node?.end), unusedBits: reader.bytes[start - 1] ?? 0, start }
}

/** Where the bits of a BIT STRING begin, behind the number of unused ones. */
export function bitStringStart(reader: DerReader, node: DerNode | undefined, what: string): number {
  const { offset, start, end } = expectTag(node, tags.bitString, what)
  if (start === end || (reader.bytes[start] ?? 8) > 7) throw new ParseError(offset, `${what} is no BIT STRING`)
  return start + 1
}
