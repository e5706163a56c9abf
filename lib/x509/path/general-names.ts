import { domainToASCII } from 'node:url'
import { toHex } from '#lib/core/ids.ts'
import { type DerNode, type DerReader, expectTag, tags } from '../der.ts'
import { readOid } from '../der-values.ts'
import { ParseError } from '../parse-error.ts'
import { type ComparableName, readComparableName } from './distinguished-name.ts'

/** A GeneralName (RFC 5280 4.2.1.6) as the validator compares it: text in lower case where case does not count. */
export type ComparableGeneralName =
  | { readonly kind: 'dns' | 'email' | 'uri'; readonly value: string }
  | { readonly kind: 'ip'; readonly octets: Uint8Array }
  | { readonly kind: 'directory'; readonly name: ComparableName }
  /** otherName by its type, and forms that nothing here compares. */
  | { readonly kind: 'other'; readonly form: string; readonly value: string }

/** The names of a GeneralNames, at least one. Throws ParseError. */
export function readComparableNames(
  reader: DerReader,
  list: DerNode,
  what: string,
  read: typeof readSubjectName = readSubjectName,
): ComparableGeneralName[] {
  const names = reader.children(list).map((node) => read(reader, node, what))
  if (names.length === 0) throw new ParseError(list.offset, `${what} is empty`)
  return names
}

/** A name of a subject: addresses of 4 or 16 octets. Throws ParseError. */
export function readSubjectName(reader: DerReader, node: DerNode, what: string): ComparableGeneralName {
  return readGeneralName(reader, node, what, [4, 16])
}

/** The base of a subtree: addresses with their masks. Throws ParseError. */
export function readConstraintBase(reader: DerReader, node: DerNode, what: string): ComparableGeneralName {
  return readGeneralName(reader, node, what, [8, 32])
}

function readGeneralName(
  reader: DerReader,
  node: DerNode,
  what: string,
  addressLengths: readonly number[],
): ComparableGeneralName {
  const content = reader.content(node)
  switch (node.tag) {
    case 0x81:
      return { kind: 'email', value: ascii(content, node, what) }
    case 0x82:
      return { kind: 'dns', value: ascii(content, node, what).toLowerCase() }
    case 0x86:
      return { kind: 'uri', value: ascii(content, node, what) }
    case 0x87:
      if (!addressLengths.includes(content.length))
        throw new ParseError(node.offset, `${what}: iPAddress of ${content.length} octets`)
      return { kind: 'ip', octets: content }
    case 0xa4:
      return { kind: 'directory', name: readComparableName(reader, reader.inside(node), what) }
    case 0xa0:
      return readOtherName(reader, node, what)
    case 0x88:
      return {
        kind: 'other',
        form: 'registeredID',
        value: readOid(reader, { ...node, tag: tags.objectIdentifier }, what),
      }
    case 0xa3:
      return { kind: 'other', form: 'x400Address', value: toHex(content) }
    case 0xa5:
      return { kind: 'other', form: 'ediPartyName', value: toHex(content) }
    default:
      throw new ParseError(node.offset, `${what}: tag 0x${node.tag.toString(16)} is no GeneralName`)
  }
}

function readOtherName(reader: DerReader, node: DerNode, what: string): ComparableGeneralName {
  const [type, value, more] = reader.children(node)
  const oid = readOid(reader, type, `${what}: otherName`)
  if (more !== undefined) throw new ParseError(node.offset, `${what}: malformed otherName`)
  const inside = reader.inside(expectTag(value, 0xa0, `${what}: otherName`, node.offset))
  if (oid === smtpUtf8Mailbox && inside.tag === tags.utf8String) return readUtf8Mailbox(reader, inside)
  return { kind: 'other', form: `otherName ${oid}`, value: toHex(reader.whole(inside)) }
}

const smtpUtf8Mailbox = '1.3.6.1.5.5.7.8.9'
/** Longer ones are none, and would cost more than they are worth. */
const longestHost = 253

/** RFC 9598 6: constraints on mail addresses bind this form, too. Hosts are compared by their A-labels. */
function readUtf8Mailbox(reader: DerReader, node: DerNode): ComparableGeneralName {
  const text = Buffer.from(reader.content(node)).toString('utf8')
  const at = text.lastIndexOf('@')
  const host = text.slice(at + 1)
  return { kind: 'email', value: `${text.slice(0, at)}@${host.length <= longestHost ? domainToASCII(host) : host}` }
}

function ascii(content: Uint8Array, node: DerNode, what: string): string {
  if (content.some((octet) => octet > 0x7f)) throw new ParseError(node.offset, `${what}: octets over 127`)
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1')
}
