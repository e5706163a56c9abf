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
  const read: GeneralName[] = []
  for (const node of reader.children(names)) {
    try {
      read.push(readGeneralName(reader, node))
    } catch (error) {
      reader.noteError('general name', error)
    }
  }
  return read
}

/** One name, by the context tags of RFC 5280 4.2.1.6. Throws ParseError. */
export function readGeneralName(reader: DerReader, node: DerNode): GeneralName {
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
  const text = reader.contentLatin1(node)
  if (isPlain(reader, node)) return text
  reader.note(node.offset, 'general name: control or non-ASCII characters')
  return escapeIa5(text)
}

/** Printable ASCII without the backslash, which `escapeIa5` leaves as it is. */
function isPlain({ bytes }: DerReader, { start, end }: DerNode): boolean {
  for (let at = start; at < end; at += 1) {
    const octet = bytes[at] ?? 0
    if (octet < 0x20 || octet > 0x7e || octet === 0x5c) return false
  }
  return true
}

/** 4 or 16 octets in their canonical text. Throws ParseError for other lengths. */
function readIp(reader: DerReader, { offset, start, end }: DerNode): string {
  if (end - start !== 4 && end - start !== 16) throw new ParseError(offset, 'iPAddress is not 4 or 16 octets')
  return ipText(reader.bytes.subarray(start, end))
}

/** RFC 5280 4.2.1.10: an address and its mask, as `10.0.0.0/8`; a mask that is no prefix as it stands. Throws ParseError. */
export function readNetwork(reader: DerReader, node: DerNode): string {
  const octets = reader.content(node)
  const half = octets.length / 2
  if (half !== 4 && half !== 16) throw new ParseError(node.offset, 'network is not 8 or 32 octets')
  const mask = ipaddr.fromByteArray([...octets.subarray(half)])
  return `${ipText(octets.subarray(0, half))}/${mask.prefixLengthFromSubnetMask() ?? mask.toString()}`
}

function ipText(octets: Uint8Array): string {
  return octets.length === 4 ? octets.join('.') : ipaddr.fromByteArray([...octets]).toString()
}

/** `oid:hex` of the value's DER. */
function readOtherName(reader: DerReader, node: DerNode): string {
  const [type, value] = reader.children(node)
  const oid = readOid(reader, type, 'otherName type')
  return `${oid}:${value === undefined ? '' : toHex(reader.content(value))}`
}
