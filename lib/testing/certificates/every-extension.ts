import {
  boolean,
  contextConstructed,
  contextPrimitive,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  utf8String,
} from './der-writer.ts'
import { distinguishedName } from './distinguished-name.ts'

const uri = (text: string) => contextPrimitive(6, Buffer.from(text))
const dns = (text: string) => contextPrimitive(2, Buffer.from(text))
const point = (url: string) => sequence(contextConstructed(0, contextConstructed(0, uri(url))))
const logId = Buffer.alloc(32, 0xab)

/** One SCT of version 1 (RFC 6962 3.2): log, milliseconds since 1970, no extensions, a signature of 4 octets. */
export function signedTimestamp(at: number, version = 0): Buffer {
  const milliseconds = Buffer.alloc(8)
  milliseconds.writeBigUInt64BE(BigInt(at))
  return Buffer.concat([Buffer.of(version), logId, milliseconds, Buffer.from('0000040300040102abcd', 'hex')])
}

/** RFC 6962 3.3. */
export function timestampList(...scts: readonly Buffer[]): Buffer {
  const entries = Buffer.concat(scts.flatMap((sct) => [twoOctets(sct.length), sct]))
  return octetString(Buffer.concat([twoOctets(entries.length), entries]))
}

function twoOctets(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff)
}

/** Values of the extensions that the options of `issue` don't make, by OID. */
export const extensionValues = {
  '2.5.29.18': sequence(dns('issuer.test'), contextConstructed(4, distinguishedName([['CN', 'Issuer']]))),
  '2.5.29.30': sequence(
    contextConstructed(
      0,
      sequence(dns('example.test')),
      sequence(contextPrimitive(7, Buffer.of(10, 0, 0, 0, 255, 0, 0, 0))),
      sequence(contextConstructed(4, distinguishedName([['O', 'Example']]))),
    ),
    contextConstructed(1, sequence(contextPrimitive(1, Buffer.from('bad.example.test')))),
  ),
  '2.5.29.33': sequence(sequence(objectIdentifier('1.2.3'), objectIdentifier('1.2.4'))),
  '2.5.29.36': sequence(contextPrimitive(0, Buffer.of(2)), contextPrimitive(1, Buffer.of(0))),
  '2.5.29.46': sequence(point('http://crl.example.test/delta')),
  '2.5.29.54': integer(3),
  '1.3.6.1.5.5.7.1.11': sequence(
    sequence(objectIdentifier('1.3.6.1.5.5.7.48.5'), uri('http://repository.example.test')),
    sequence(objectIdentifier('1.2.3'), dns('elsewhere.test')),
  ),
  '1.3.6.1.4.1.11129.2.4.2': timestampList(signedTimestamp(Date.UTC(2026, 0, 2)), Buffer.of(1, 2, 3)),
} as const

/** All of them, and an unknown one with an otherName's like inside. */
export const everyExtension = [
  ...Object.entries(extensionValues).map(([oid, value]) => ({ oid, critical: false, value })),
  { oid: '1.2.3.4', critical: true, value: sequence(boolean(true), nullValue(), utf8String('x')) },
]
