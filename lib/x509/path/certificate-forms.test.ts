import { describe, expect, it } from 'vitest'
import {
  bitString,
  boolean,
  contextConstructed,
  contextPrimitive,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  printableString,
  sequence,
  setOf,
  tlv,
  utf8String,
} from '#lib/testing/certificates/der-writer.ts'
import { createRoot, generateKeyPair, type IssueOptions } from '#lib/testing/certificates.ts'
import { readAnchors, tryReadChainCertificate } from './anchors.ts'
import { findPaths } from './find-paths.ts'
import { privatePki, rfc5280 } from './profile.ts'

const sound = createRoot()
const key = generateKeyPair()

interface Change {
  readonly root?: IssueOptions
  readonly ca?: IssueOptions
  readonly leaf?: IssueOptions
}

/** Why root, CA and leaf with this change are refused; null where they are not. */
function refusal({ root, ca, leaf }: Change, profile = rfc5280): string | null {
  const top = root ? createRoot({ key, ...root }) : sound
  const issuing = top.intermediate({ commonName: 'Issuing CA', key, ...ca })
  const [read, authority] = [issuing.issue({ dns: ['a.test'], key, ...leaf }), issuing].map(({ der }) =>
    tryReadChainCertificate(der),
  )
  if (!read || !authority || read instanceof Error || authority instanceof Error) return 'malformed'
  const anchors = readAnchors([top.der])
  const { valid, refused } = findPaths({ leaf: read, others: [authority], anchors, at: Date.now(), profile })
  return valid.length > 0 ? null : (refused[0]?.fault.reason ?? 'nothing')
}

const extension = (oid: string, value: Buffer, critical = true) => ({ extraExtensions: [{ oid, critical, value }] })
/** Replaces the field at this place: version, serial, algorithm, issuer, validity, subject, key, extensions. */
const field = (place: number, value: Buffer) => ({
  alter: (fields: readonly Buffer[]) => fields.map((one, at) => (at === place ? value : one)),
})
const utc = (text: string) => tlv(0x17, Buffer.from(text))
const generalized = (text: string) => tlv(0x18, Buffer.from(text))
const validity = (begin: Buffer, end = generalized('99991231235959Z')) => field(4, sequence(begin, end))
const commonName = (value: Buffer) => sequence(setOf(sequence(objectIdentifier('2.5.4.3'), value)))
const keyUsage = (value: Buffer) => ({ keyUsage: null, ...extension('2.5.29.15', value) })
const basicConstraints = (...parts: Buffer[]) => ({
  omitBasicConstraints: true,
  ...extension('2.5.29.19', sequence(...parts)),
})

describe('read', () => {
  const cases: [string, Change][] = [
    ['a serial with zeros before it', { leaf: field(1, tlv(2, Buffer.of(0, 1))) }],
    ['an empty serial', { leaf: field(1, tlv(2)) }],
    ['a time without seconds', { leaf: validity(utc('2001010000Z')) }],
    ['a time with an offset', { leaf: validity(utc('200101000000+0000')) }],
    ['a fraction of a second', { leaf: validity(utc('200101000000Z'), generalized('99991231235959.5Z')) }],
    ['the 30th of February', { leaf: validity(utc('200230000000Z')) }],
    ['the 60th second', { leaf: validity(utc('200101000060Z')) }],
    ['text that is no UTF-8', { leaf: field(5, commonName(tlv(0x0c, Buffer.of(0xff)))) }],
    ['an empty RDN', { leaf: field(5, sequence(setOf())) }],
    ['version 4', { leaf: field(0, contextConstructed(0, integer(3))) }],
    ['version 2 with extensions', { leaf: field(0, contextConstructed(0, integer(1))) }],
    ['an empty list of extensions', { leaf: field(7, contextConstructed(3, sequence())) }],
    ['an extension twice', { leaf: { policies: ['1.2.3'], ...extension('2.5.29.32', sequence(), false) } }],
    ['a policy twice', { leaf: { policies: ['1.2.3', '1.2.3'] } }],
    ['bits that are unused and set', { leaf: keyUsage(bitString(Buffer.of(0x81), 7)) }],
    ['more unused bits than there are', { leaf: keyUsage(bitString(Buffer.of(0x80), 8)) }],
    ['a purpose of no purposes', { leaf: { extendedKeyUsage: [] } }],
    ['a true that is 01', { ca: basicConstraints(tlv(1, Buffer.of(1))) }],
    ['a negative path length', { ca: basicConstraints(boolean(true), integer(-1)) }],
    [
      'more in an extension than its value',
      { leaf: { ...extension('2.5.29.54', Buffer.concat([integer(0), nullValue()])) } },
    ],
    [
      'an address of 5 octets',
      { leaf: { dns: [], ...extension('2.5.29.17', sequence(contextPrimitive(7, Buffer.alloc(5)))) } },
    ],
    ['an access that is none', { leaf: extension('1.3.6.1.5.5.7.1.1', octetString(Buffer.from('x')), false) }],
  ]
  it.each(cases)('refuses %s', (_title, change) => {
    expect(refusal(change, privatePki)).toBe('malformed')
  })
})

describe('rfc5280, and what a private PKI notes', () => {
  const cases: [string, Change][] = [
    ['a serial of 0', { leaf: { serial: 0n } }],
    ['a negative serial', { leaf: { serial: -5n } }],
    ['a serial of 21 octets', { leaf: { serial: 2n ** 159n + 1n } }],
    ['GeneralizedTime before 2050', { leaf: validity(generalized('20200101000000Z')) }],
    ['no key identifier of the issuer', { leaf: { authorityKeyId: null } }],
    ['no key identifier of a CA', { ca: { subjectKeyId: null } }],
    ['no key usage of a CA', { ca: { keyUsage: null } }],
    ['a key usage that allows nothing', { leaf: { keyUsage: [] } }],
    ['a leaf that may sign certificates', { leaf: { keyUsage: ['digitalSignature', 'keyCertSign'] } }],
    ['a path length of a leaf', { leaf: basicConstraints(integer(0)) }],
    ['no subject of a CA', { ca: { subject: [] } }],
    ['no subject, and alternative names that may be overlooked', { leaf: { subject: [], sanCritical: false } }],
    ['a name that is none', { leaf: { dns: ['a.test\0.b.test'] } }],
    ['a pattern within a pattern', { leaf: { dns: ['*.*.a.test'] } }],
    [
      'an access that is critical',
      {
        leaf: {
          ...extension(
            '1.3.6.1.5.5.7.1.1',
            sequence(
              sequence(objectIdentifier('1.3.6.1.5.5.7.48.2'), contextPrimitive(6, Buffer.from('http://a.test'))),
            ),
          ),
        },
      },
    ],
    [
      'policy constraints that may be overlooked',
      { ca: extension('2.5.29.36', sequence(contextPrimitive(1, Buffer.of(0))), false) },
    ],
  ]
  it.each(cases)('%s', (_title, change) => {
    expect([refusal(change), refusal(change, privatePki)]).toEqual(['not-conforming', null])
  })
})

describe('both refuse', () => {
  const cases: [string, Change, string][] = [
    [
      'an unknown critical extension of the root',
      { root: extension('1.2.3.4', nullValue()) },
      'unknown-critical-extension',
    ],
    ['of the CA', { ca: extension('1.2.3.4', nullValue()) }, 'unknown-critical-extension'],
    ['a precertificate', { leaf: extension('1.3.6.1.4.1.11129.2.4.3', nullValue()) }, 'unknown-critical-extension'],
    ['a CA of version 1', { ca: { version: 1 } }, 'not-a-ca'],
    ['a purpose that the root leaves out', { root: { extendedKeyUsage: ['clientAuth'] } }, 'purpose-not-allowed'],
    [
      'a time that ends before it begins',
      { leaf: validity(utc('490101000000Z'), utc('200101000000Z')) },
      'not-yet-valid',
    ],
    ['a key that is none', { leaf: field(6, sequence()) }, 'weak-key'],
  ]
  it.each(cases)('%s', (_title, change, reason) => {
    expect([refusal(change), refusal(change, privatePki)]).toEqual([reason, reason])
  })
})

describe('both take', () => {
  const cases: [string, Change][] = [
    ['a root of version 1', { root: { version: 1 } }],
    ['a leaf of version 1', { leaf: { version: 1 } }],
    ['the end of all time', { leaf: validity(utc('200101000000Z')) }],
    ['a serial of 20 octets', { leaf: { serial: 2n ** 158n } }],
    ['no subject, and critical alternative names', { leaf: { subject: [] } }],
    ['a key identifier that contradicts', { leaf: { authorityKeyId: Buffer.alloc(20, 1) } }],
    [
      'a CA whose name is written in another case',
      { ca: { commonName: 'Some  CA', ...field(5, commonName(printableString(' some ca '))) } },
    ],
    [
      'or in UTF-16',
      {
        ca: {
          commonName: 'Bücher CA',
          ...field(5, commonName(tlv(0x1e, Buffer.from('BÜCHER ca', 'utf16le').swap16()))),
        },
      },
    ],
    ['zeros after the last named bit', { leaf: keyUsage(bitString(Buffer.of(0x80, 0))) }],
    ['unknown extensions', { ca: extension('1.2.3.4', utf8String('x'), false) }],
  ]
  it.each(cases)('%s', (_title, change) => {
    expect([refusal(change), refusal(change, privatePki)]).toEqual([null, null])
  })
})
