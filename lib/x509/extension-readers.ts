import { toHex } from '#lib/core/ids.ts'
import type { GeneralName } from './certificate.ts'
import { type DerNode, type DerReader, expectTag, tags } from './der.ts'
import { readBitString, readBoolean, readIntegerHex, readOid, readSmallInteger } from './der-values.ts'
import type { ExtensionFields } from './extension-fields.ts'
import { readGeneralNames } from './general-name.ts'
import { accessMethods, extensionOids, keyUsageBits, purposes } from './oids.ts'
import { ParseError } from './parse-error.ts'

export interface ExtensionReader {
  readonly name: string
  /** Throws ParseError where the value can't be read. */
  read(reader: DerReader, value: DerNode, critical: boolean): Partial<ExtensionFields>
  /** What stands in for a value that can't be read: present, and allowing nothing. */
  damaged(critical: boolean): Partial<ExtensionFields>
}

const nothing = () => ({})

export const extensionReaders: ReadonlyMap<string, ExtensionReader> = new Map([
  [
    extensionOids.subjectAltName,
    {
      name: 'subjectAltName',
      read: (reader, value, critical) => ({
        subjectAltNames: readGeneralNames(reader, expectTag(value, tags.sequence, 'names')),
        subjectAltNamesCritical: critical,
      }),
      damaged: (critical) => ({ subjectAltNamesCritical: critical }),
    },
  ],
  [
    extensionOids.basicConstraints,
    {
      name: 'basicConstraints',
      read: readBasicConstraints,
      damaged: (critical) => ({ basicConstraints: { ca: false, pathLength: null, critical } }),
    },
  ],
  [
    extensionOids.keyUsage,
    { name: 'keyUsage', read: readKeyUsage, damaged: (critical) => ({ keyUsage: { bits: [], critical } }) },
  ],
  [
    extensionOids.extendedKeyUsage,
    {
      name: 'extendedKeyUsage',
      read: (reader, value) => ({
        extendedKeyUsage: oidList(reader, value).map((oid) => purposes.get(oid) ?? oid),
      }),
      damaged: () => ({ extendedKeyUsage: [] }),
    },
  ],
  [
    extensionOids.subjectKeyId,
    {
      name: 'subjectKeyIdentifier',
      read: (reader, value) => ({ subjectKeyId: toHex(reader.content(expectTag(value, tags.octetString, 'key id'))) }),
      damaged: nothing,
    },
  ],
  [extensionOids.authorityKeyId, { name: 'authorityKeyIdentifier', read: readAuthorityKeyId, damaged: nothing }],
  [extensionOids.authorityInformationAccess, { name: 'authorityInfoAccess', read: readAccess, damaged: nothing }],
  [extensionOids.crlDistributionPoints, { name: 'cRLDistributionPoints', read: readCrlUrls, damaged: nothing }],
  [
    extensionOids.certificatePolicies,
    {
      name: 'certificatePolicies',
      read: (reader, value) => ({
        policies: reader
          .children(expectTag(value, tags.sequence, 'policies'))
          .map((policy) => readOid(reader, reader.children(policy)[0], 'policy')),
      }),
      damaged: nothing,
    },
  ],
  [extensionOids.tlsFeature, { name: 'tlsfeature', read: readTlsFeature, damaged: nothing }],
  [extensionOids.signedCertificateTimestamps, { name: 'SCT list', read: readSctList, damaged: nothing }],
  [
    extensionOids.ctPoison,
    { name: 'CT poison', read: () => ({ ctPoison: true }), damaged: () => ({ ctPoison: true }) },
  ],
] satisfies [string, ExtensionReader][])

function readBasicConstraints(reader: DerReader, value: DerNode, critical: boolean): Partial<ExtensionFields> {
  const [first, second] = reader.children(expectTag(value, tags.sequence, 'basicConstraints'))
  const flag = first?.tag === tags.boolean ? first : undefined
  const length = flag === undefined ? first : second
  return {
    basicConstraints: {
      ca: flag !== undefined && readBoolean(reader, flag, 'cA'),
      // A limit that can't be read is taken as the narrowest one.
      pathLength: length === undefined ? null : reader.attempt('basicConstraints', () => readLimit(reader, length), 0),
      critical,
    },
  }
}

function readLimit(reader: DerReader, node: DerNode): number {
  return readSmallInteger(reader, node, 'pathLenConstraint')
}

function readKeyUsage(reader: DerReader, value: DerNode, critical: boolean): Partial<ExtensionFields> {
  const { bytes } = readBitString(reader, value, 'keyUsage')
  const bits = keyUsageBits.filter((_, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0)
  return { keyUsage: { bits, critical } }
}

function readAuthorityKeyId(reader: DerReader, value: DerNode): Partial<ExtensionFields> {
  const keyId = reader.children(expectTag(value, tags.sequence, 'key id')).find(({ tag }) => tag === 0x80)
  return keyId === undefined ? {} : { authorityKeyId: toHex(reader.content(keyId)) }
}

function readAccess(reader: DerReader, value: DerNode): Partial<ExtensionFields> {
  const ocspUrls: string[] = []
  const caIssuersUrls: string[] = []
  for (const description of reader.children(expectTag(value, tags.sequence, 'access'))) {
    const [method, location] = reader.children(expectTag(description, tags.sequence, 'access description'))
    const oid = readOid(reader, method, 'access method')
    if (location === undefined) throw new ParseError(description.offset, 'no access location')
    // The location is one GeneralName: read as a list that starts where it starts and ends where it ends.
    const urls = uris(readGeneralNames(reader, { ...location, start: location.offset }))
    if (oid === accessMethods.ocsp) ocspUrls.push(...urls)
    if (oid === accessMethods.caIssuers) caIssuersUrls.push(...urls)
  }
  return { ocspUrls, caIssuersUrls }
}

/** RFC 5280 4.2.1.13: only full names; names relative to the issuer are no addresses. */
function readCrlUrls(reader: DerReader, value: DerNode): Partial<ExtensionFields> {
  const crlUrls = reader.children(expectTag(value, tags.sequence, 'points')).flatMap((point) => {
    const name = reader.children(expectTag(point, tags.sequence, 'point')).find(({ tag }) => tag === 0xa0)
    const full = name === undefined ? undefined : reader.children(name).find(({ tag }) => tag === 0xa0)
    return full === undefined ? [] : uris(readGeneralNames(reader, full))
  })
  return { crlUrls }
}

/** RFC 7633: status_request is TLS extension 5. */
function readTlsFeature(reader: DerReader, value: DerNode): Partial<ExtensionFields> {
  const features = reader.children(expectTag(value, tags.sequence, 'features'))
  return { mustStaple: features.some((feature) => readIntegerHex(reader, feature, 'feature') === '05') }
}

/** RFC 6962 3.3: an OCTET STRING around a TLS list of TLS-encoded SCTs, both lengths in two octets. */
function readSctList(reader: DerReader, value: DerNode): Partial<ExtensionFields> {
  const list = reader.content(expectTag(value, tags.octetString, 'list'))
  const view = new DataView(list.buffer, list.byteOffset, list.byteLength)
  let sctCount = 0
  let at = 2
  for (; at + 2 <= list.byteLength; sctCount += 1) at += 2 + view.getUint16(at)
  if (at !== list.byteLength) throw new ParseError(value.offset, 'malformed list')
  return { sctCount }
}

function oidList(reader: DerReader, value: DerNode): string[] {
  return reader.children(expectTag(value, tags.sequence, 'list')).map((node) => readOid(reader, node, 'OID'))
}

function uris(names: readonly GeneralName[]): string[] {
  return names.flatMap(({ kind, value }) => (kind === 'uri' ? [value] : []))
}
