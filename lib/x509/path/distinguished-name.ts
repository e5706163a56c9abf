import { toHex } from '#lib/core/ids.ts'
import { type DerNode, type DerReader, expectTag, tags } from '../der.ts'
import { readOid } from '../der-values.ts'
import { ParseError } from '../parse-error.ts'

/** A Name made ready to be compared (RFC 5280 7.1): two names are equal where their keys are. */
export interface ComparableName {
  readonly key: string
  /** One key for each RDN, in order: a subtree is a prefix of them (RFC 5280 4.2.1.10). */
  readonly rdns: readonly string[]
  /** Values of emailAddress in the name. */
  readonly emails: readonly string[]
}

const emailAddress = '1.2.840.113549.1.9.1'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const utf16 = new TextDecoder('utf-16be', { fatal: true, ignoreBOM: true })

/** Throws ParseError. */
export function readComparableName(reader: DerReader, node: DerNode | undefined, what: string): ComparableName {
  const rdns: string[] = []
  const emails: string[] = []
  for (const rdn of reader.children(expectTag(node, tags.sequence, what))) {
    const read = readRdn(reader, expectTag(rdn, tags.set, `${what}: RDN`), what)
    rdns.push(read.key)
    emails.push(...read.emails)
  }
  return { key: rdns.join(','), rdns, emails }
}

/** One RDN, whatever its tag is (RFC 5280 4.2.1.13 has one alone). Throws ParseError. */
export function readRdn(reader: DerReader, rdn: DerNode, what: string): { key: string; emails: readonly string[] } {
  const attributes: string[] = []
  const emails: string[] = []
  for (const attribute of reader.children(rdn)) {
    const [type, value, more] = reader.children(expectTag(attribute, tags.sequence, `${what}: attribute`))
    const oid = readOid(reader, type, `${what}: attribute type`)
    if (!value || more) throw new ParseError(attribute.offset, `${what}: malformed attribute`)
    const text = readText(reader, value, what)
    if (oid === emailAddress && text !== null) emails.push(text)
    attributes.push(`${oid}=${text === null ? `#${toHex(reader.whole(value))}` : JSON.stringify(normalized(text))}`)
  }
  if (attributes.length === 0) throw new ParseError(rdn.offset, `${what}: empty RDN`)
  return { key: attributes.sort().join('+'), emails }
}

/** Null where values are compared octet by octet. */
function readText(reader: DerReader, node: DerNode, what: string): string | null {
  const content = reader.content(node)
  switch (node.tag) {
    case tags.utf8String:
      return decoded(utf8, content, node, what)
    case tags.bmpString:
      return decoded(utf16, content, node, what)
    case tags.printableString:
    case tags.ia5String:
    case tags.visibleString:
    case tags.numericString:
      if (content.some((octet) => octet > 0x7f)) throw new ParseError(node.offset, `${what}: octets over 127`)
      return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1')
    default:
      return null
  }
}

function decoded(decoder: TextDecoder, content: Uint8Array, node: DerNode, what: string): string {
  try {
    return decoder.decode(content)
  } catch {
    throw new ParseError(node.offset, `${what}: not valid ${decoder.encoding}`)
  }
}

/**
 * Unicode's normal forms cost the square of a run of combining marks: a name of 400,000 would take a minute. RFC 5280
 * appendix A.1 has 64 to 128 characters for most attributes; longer ones are compared without.
 */
const longestNormalized = 512

/** RFC 4518 in the measure that certificates need: compatibility forms, case and runs of spaces don't count. */
function normalized(text: string): string {
  const form = text.length <= longestNormalized ? text.normalize('NFKC') : text
  return form.toLowerCase().replace(/\s+/gu, ' ').trim()
}
