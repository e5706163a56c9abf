import { toHex } from '#lib/core/ids.ts'
import { type DerNode, DerReader, expectTag, tags } from './der.ts'
import { readOid } from './der-values.ts'
import { escapeAttributeValue, escapeUnsafe } from './escape-text.ts'
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
  const relative: string[] = []
  const commonNames: string[] = []
  for (const rdn of reader.children(expectTag(node, tags.sequence, 'name'))) {
    const attributes = reader.attempt('name', () => readRelativeName(reader, rdn), [])
    if (attributes.length === 0) continue
    relative.unshift(attributes.map(({ type, value }) => `${type}=${value}`).join('+'))
    commonNames.push(...attributes.flatMap(({ type, plain }) => (type === 'CN' && plain !== null ? [plain] : [])))
  }
  return { text: relative.join(','), commonNames }
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
  /** Null where the value is no text. */
  readonly plain: string | null
}

function readRelativeName(reader: DerReader, rdn: DerNode): Attribute[] {
  const members = reader.children(expectTag(rdn, tags.set, 'RDN'))
  if (members.length === 0) reader.note(rdn.offset, 'name: empty RDN')
  return members.map((member) => {
    const [typeNode, valueNode] = reader.children(expectTag(member, tags.sequence, 'attribute'))
    const oid = readOid(reader, typeNode, 'attribute type')
    if (valueNode === undefined) throw new ParseError(member.offset, 'attribute without a value')
    const text = reader.attempt('name', () => readText(reader, valueNode), null)
    return {
      type: attributeTypes.get(oid) ?? oid,
      value: text === null ? `#${toHex(reader.whole(valueNode))}` : escapeAttributeValue(text),
      plain: text === null ? null : escapeUnsafe(text),
    }
  })
}

/** Null where the element is no string type. Throws ParseError where its octets don't fit its type. */
function readText(reader: DerReader, node: DerNode): string | null {
  const content = reader.content(node)
  switch (node.tag) {
    case tags.utf8String:
      return isAscii(content) ? reader.contentLatin1(node) : decode('utf-8', content, node)
    case tags.bmpString:
      return decode('utf-16be', content, node)
    case tags.universalString:
      return decodeUtf32(content, node)
    case tags.printableString:
    case tags.ia5String:
    case tags.visibleString:
    case tags.numericString:
      if (!isAscii(content)) reader.note(node.offset, 'name: octets over 127 in an ASCII string')
      return reader.contentLatin1(node)
    // T.61 in name; written as Latin-1 wherever it was met.
    case tags.teletexString:
      return reader.contentLatin1(node)
    default:
      return null
  }
}

function isAscii(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) if ((bytes[at] ?? 0) > 0x7f) return false
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
