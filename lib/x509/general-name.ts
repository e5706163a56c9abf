import ipaddr from 'ipaddr.js'
import { toHex } from '#lib/core/ids.ts'
import type { GeneralName } from './certificate.ts'
import type { DerNode, DerReader } from './der.ts'
import { readOid } from './der-values.ts'
import { readDistinguishedName } from './distinguished-name.ts'
import { escapeIa5 } from './escape-text.ts'
import { ParseError } from './parse-error.ts'

/** The readable names of a GeneralNames, in order and in full; the rest is noted. */
export function readGeneralNames(reader: DerReader, names: DerNode): GeneralName[] {
  return reader.children(names).flatMap((node) => {
    const name = reader.attempt('general name', () => readGeneralName(reader, node), null)
    return name === null ? [] : [name]
  })
}

/** The context tags of RFC 5280 4.2.1.6. Throws ParseError. */
function readGeneralName(reader: DerReader, node: DerNode): GeneralName {
  switch (node.tag) {
    case 0x81:
      return { kind: 'email', value: readIa5(reader, node) }
    case 0x82:
      return { kind: 'dns', value: readIa5(reader, node) }
    case 0x86:
      return { kind: 'uri', value: readIa5(reader, node) }
    case 0x87:
      return { kind: 'ip', value: readIp(reader, node) }
    case 0xa4:
      return { kind: 'directory', value: readDistinguishedName(reader, reader.inside(node)).text }
    case 0xa0:
      return { kind: 'other', value: readOtherName(reader, node) }
    case 0x88:
      return { kind: 'other', value: `registeredID:${readOid(reader, { ...node, tag: 0x06 }, 'registeredID')}` }
    case 0xa3:
    case 0xa5:
      return {
        kind: 'other',
        value: `${node.tag === 0xa3 ? 'x400Address' : 'ediPartyName'}:${toHex(reader.content(node))}`,
      }
    default:
      throw new ParseError(node.offset, `tag 0x${node.tag.toString(16)} is none of RFC 5280`)
  }
}

function readIa5(reader: DerReader, node: DerNode): string {
  const text = escapeIa5(reader.content(node))
  if (text.includes('\\')) reader.note(node.offset, 'general name: control or non-ASCII characters')
  return text
}

/** 4 or 16 octets in their canonical text. Throws ParseError for other lengths. */
function readIp(reader: DerReader, node: DerNode): string {
  const octets = [...reader.content(node).subarray(0, 17)]
  if (octets.length !== 4 && octets.length !== 16) throw new ParseError(node.offset, 'iPAddress is not 4 or 16 octets')
  return ipaddr.fromByteArray(octets).toString()
}

/** `oid:hex` of the value's DER. */
function readOtherName(reader: DerReader, node: DerNode): string {
  const [type, value] = reader.children(node)
  const oid = readOid(reader, type, 'otherName type')
  return `${oid}:${value === undefined ? '' : toHex(reader.content(value))}`
}
