import { toHex } from '#lib/core/ids.ts'
import { type DerNode, DerReader, derLimits, expectTag, tags } from './der.ts'
import { readOid } from './der-values.ts'
import { escapeAttributeValue, escapeUnsafe, isPlainAscii } from './escape-text.ts'
import { attributeTypes } from './oids.ts'
import { ParseError } from './parse-error.ts'

export interface DistinguishedName {
  /** RFC 4514: the last RDN first; values that are no text as `#hex`. */
  readonly text: string
  /** In the order of the encoding, with unsafe characters escaped. */
  readonly commonNames: readonly string[]
}

/** Reads a Name. What can't be read inside it is noted and left out. Throws ParseError where it is no SEQUENCE. */
export function readDistinguishedName(reader: DerReader, node: DerNode): DistinguishedName {
  let text = ''
  const commonNames: string[] = []
  for (const rdn of reader.children(expectTag(node, tags.sequence, 'name'))) {
    const plain = rdn.tag === tags.set ? readPlain(reader, rdn, commonNames) : null
    const relative = plain ?? readAny(reader, rdn, commonNames)
    if (relative === '') continue
    text = text === '' ? relative : `${relative},${text}`
  }
  return { text, commonNames }
}

/** RFC 4514 text of a Name's DER; what is no Name stands as `#hex`. */
export function nameText(der: Uint8Array): string {
  try {
    const reader = new DerReader(der)
    return readDistinguishedName(reader, reader.root()).text
  } catch (error) {
    if (error instanceof ParseError) return `#${toHex(der)}`
    throw error
  }
}

interface Attribute {
  readonly type: string
  /** Escaped as RFC 4514 wants it. */
  readonly value: string
  /** Null where it is none, or no text. */
  readonly commonName: string | null
}

const none: readonly Attribute[] = []
/** By the last number of their OIDs, 2.5.4.n. */
const x520 = Array.from({ length: 0x80 }, (_, last) => attributeTypes.get(`2.5.4.${last}`) ?? `2.5.4.${last}`)

/**
 * An RDN of one X.520 attribute in plain ASCII, as nearly all are, read with one look at its octets instead of four
 * elements. Null where it is anything else.
 */
function readPlain(reader: DerReader, { start, end, depth }: DerNode, commonNames: string[]): string | null {
  const { bytes } = reader
  const isX520 =
    bytes[start] === tags.sequence &&
    bytes[start + 1] === end - start - 2 &&
    bytes[start + 2] === tags.objectIdentifier &&
    bytes[start + 3] === 3 &&
    bytes[start + 4] === 0x55 &&
    bytes[start + 5] === 4
  const type = x520[bytes[start + 6] ?? 0xff]
  const tag = bytes[start + 7]
  const isString = tag === tags.utf8String || tag === tags.printableString || tag === tags.ia5String
  const from = start + 9
  // Lengths of up to 127 octets are written as they are.
  if (!isX520 || type === undefined || !isString || end - from > 0x70 || bytes[start + 8] !== end - from) return null
  if (depth + 2 > derLimits.depth || !isPlainAscii(bytes, from, end) || !reader.skip(3)) return null
  const text = reader.latin1(from, end)
  if (type === 'CN') commonNames.push(text)
  return `${type}=${text}`
}

/** Empty where it can't be read, or has no members. */
function readAny(reader: DerReader, rdn: DerNode, commonNames: string[]): string {
  return reader
    .attempt('name', () => readRelativeName(reader, rdn), none)
    .map(({ type, value, commonName }) => {
      if (commonName !== null) commonNames.push(commonName)
      return `${type}=${value}`
    })
    .join('+')
}

function readRelativeName(reader: DerReader, rdn: DerNode): readonly Attribute[] {
  const members = reader.children(expectTag(rdn, tags.set, 'RDN'))
  if (members.length === 0) reader.note(rdn.offset, 'name: empty RDN')
  return members.map((member) => readAttribute(reader, member))
}

function readAttribute(reader: DerReader, member: DerNode): Attribute {
  const parts = reader.children(expectTag(member, tags.sequence, 'attribute'))
  const oid = readOid(reader, parts[0], 'attribute type')
  const valueNode = parts[1]
  if (valueNode === undefined) throw new ParseError(member.offset, 'attribute without a value')
  const type = attributeTypes.get(oid) ?? oid
  const text = reader.attempt('name', () => readText(reader, valueNode), null)
  if (text === null) return { type, value: `#${toHex(reader.whole(valueNode))}`, commonName: null }
  return { type, value: escapeAttributeValue(text), commonName: type === 'CN' ? escapeUnsafe(text) : null }
}

/** Null where the element is no string type. Throws ParseError where its octets don't fit its type. */
function readText(reader: DerReader, node: DerNode): string | null {
  switch (node.tag) {
    case tags.utf8String:
      return isAscii(reader, node) ? reader.contentLatin1(node) : decode('utf-8', reader.content(node), node)
    case tags.bmpString:
      return decode('utf-16be', reader.content(node), node)
    case tags.universalString:
      return decodeUtf32(reader.content(node), node)
    case tags.printableString:
    case tags.ia5String:
    case tags.visibleString:
    case tags.numericString:
      if (!isAscii(reader, node)) reader.note(node.offset, 'name: octets over 127 in an ASCII string')
      return reader.contentLatin1(node)
    // T.61 in name; written as Latin-1 wherever it was met.
    case tags.teletexString:
      return reader.contentLatin1(node)
    default:
      return null
  }
}

function isAscii({ bytes }: DerReader, { start, end }: DerNode): boolean {
  for (let at = start; at < end; at += 1) if ((bytes[at] ?? 0) > 0x7f) return false
  return true
}

function decode(encoding: 'utf-8' | 'utf-16be', bytes: Uint8Array, node: DerNode): string {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new ParseError(node.offset, `not valid ${encoding}`)
  }
}

function decodeUtf32(bytes: Uint8Array, node: DerNode): string {
  if (bytes.byteLength % 4 !== 0) throw new ParseError(node.offset, 'not valid utf-32')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let text = ''
  for (let at = 0; at < bytes.byteLength; at += 4) {
    const point = view.getUint32(at)
    if (point > 0x10ffff) throw new ParseError(node.offset, 'not valid utf-32')
    text += String.fromCodePoint(point)
  }
  return text
}
