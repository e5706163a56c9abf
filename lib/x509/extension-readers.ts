import { readCrlUrls, readIssuerAccess, readSubjectAccess } from './access.ts'
import type { Certificate } from './certificate.ts'
import { readNameConstraints, readPolicyConstraints, readPolicyMappings } from './constraints.ts'
import { type DerNode, type DerReader, expectTag, tags } from './der.ts'
import { bitStringStart, readBoolean, readIntegerHex, readOid, readSmallInteger } from './der-values.ts'
import { readGeneralNames } from './general-name.ts'
import { extensionOids, keyUsageBits, purposes } from './oids.ts'
import { readSctList } from './sct-list.ts'

export interface ExtensionReader {
  readonly name: string
  /** What it holds stands in all certificates of an issuer, and takes longer to read than to look up. */
  readonly isShared?: boolean
  /** Throws ParseError where the value can't be read. */
  read(reader: DerReader, value: DerNode, critical: boolean): Partial<Certificate>
  /** What stands in for a value that can't be read: present, and allowing nothing. */
  damaged(critical: boolean): Partial<Certificate>
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
      read: (reader, value) => ({ subjectKeyId: reader.contentHex(expectTag(value, tags.octetString, 'key id')) }),
      damaged: nothing,
    },
  ],
  [extensionOids.authorityKeyId, { name: 'authorityKeyIdentifier', read: readAuthorityKeyId, damaged: nothing }],
  [
    extensionOids.authorityInformationAccess,
    { name: 'authorityInfoAccess', isShared: true, read: readIssuerAccess, damaged: nothing },
  ],
  [extensionOids.subjectInformationAccess, { name: 'subjectInfoAccess', read: readSubjectAccess, damaged: nothing }],
  [
    extensionOids.crlDistributionPoints,
    {
      name: 'cRLDistributionPoints',
      isShared: true,
      read: (reader, value) => ({ crlUrls: readCrlUrls(reader, value) }),
      damaged: nothing,
    },
  ],
  [
    extensionOids.freshestCrl,
    {
      name: 'freshestCRL',
      read: (reader, value) => ({ freshestCrlUrls: readCrlUrls(reader, value) }),
      damaged: nothing,
    },
  ],
  [
    extensionOids.issuerAltName,
    {
      name: 'issuerAltName',
      read: (reader, value) => ({ issuerAltNames: readGeneralNames(reader, expectTag(value, tags.sequence, 'names')) }),
      damaged: nothing,
    },
  ],
  [
    extensionOids.nameConstraints,
    {
      name: 'nameConstraints',
      read: (reader, value, critical) => ({ nameConstraints: readNameConstraints(reader, value, critical) }),
      damaged: (critical) => ({ nameConstraints: { permitted: [], excluded: [], critical } }),
    },
  ],
  [
    extensionOids.certificatePolicies,
    {
      name: 'certificatePolicies',
      isShared: true,
      read: (reader, value) => ({
        policies: reader
          .children(expectTag(value, tags.sequence, 'policies'))
          .map((policy) => readOid(reader, reader.children(policy)[0], 'policy')),
      }),
      damaged: nothing,
    },
  ],
  [extensionOids.policyMappings, { name: 'policyMappings', read: readPolicyMappings, damaged: nothing }],
  [
    extensionOids.policyConstraints,
    {
      name: 'policyConstraints',
      read: (reader, value) => ({ policyConstraints: readPolicyConstraints(reader, value) }),
      damaged: () => ({ policyConstraints: { requireExplicitPolicy: 0, inhibitPolicyMapping: 0 } }),
    },
  ],
  [
    extensionOids.inhibitAnyPolicy,
    {
      name: 'inhibitAnyPolicy',
      read: (reader, value) => ({ inhibitAnyPolicy: readSmallInteger(reader, value, 'number') }),
      damaged: () => ({ inhibitAnyPolicy: 0 }),
    },
  ],
  [extensionOids.tlsFeature, { name: 'tlsfeature', read: readTlsFeature, damaged: nothing }],
  [extensionOids.signedCertificateTimestamps, { name: 'SCT list', read: readSctList, damaged: nothing }],
  [
    extensionOids.ctPoison,
    { name: 'CT poison', read: () => ({ ctPoison: true }), damaged: () => ({ ctPoison: true }) },
  ],
] satisfies [string, ExtensionReader][])

function readBasicConstraints(reader: DerReader, value: DerNode, critical: boolean): Partial<Certificate> {
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

function readKeyUsage(reader: DerReader, value: DerNode, critical: boolean): Partial<Certificate> {
  const start = bitStringStart(reader, value, 'keyUsage')
  const octet = (index: number) => (start + index < value.end ? (reader.bytes[start + index] ?? 0) : 0)
  const set = (octet(0) << 8) | octet(1)
  const bits: string[] = []
  for (let bit = 0; bit < keyUsageBits.length; bit += 1)
    if ((set & (0x8000 >> bit)) !== 0) bits.push(keyUsageBits[bit] ?? '')
  return { keyUsage: { bits, critical } }
}

/** RFC 5280 4.2.1.1: the issuer's key, or the issuer's certificate by its issuer and serial, or both. */
function readAuthorityKeyId(reader: DerReader, value: DerNode): Partial<Certificate> {
  const fields = reader.children(expectTag(value, tags.sequence, 'key id'))
  const keyId = fields.find(({ tag }) => tag === 0x80)
  const issuer = fields.find(({ tag }) => tag === 0xa1)
  const serial = fields.find(({ tag }) => tag === 0x82)
  return {
    authorityKeyId: keyId === undefined ? null : reader.contentHex(keyId),
    authorityCertificate:
      issuer === undefined && serial === undefined
        ? null
        : {
            issuer: issuer === undefined ? [] : readGeneralNames(reader, issuer),
            serial: serial === undefined ? '' : readIntegerHex(reader, { ...serial, tag: tags.integer }, 'serial'),
          },
  }
}

/** RFC 7633: status_request is TLS extension 5. */
function readTlsFeature(reader: DerReader, value: DerNode): Partial<Certificate> {
  const features = reader.children(expectTag(value, tags.sequence, 'features'))
  const tlsFeatures = features.map((feature) => readSmallInteger(reader, feature, 'feature'))
  return { tlsFeatures, mustStaple: tlsFeatures.includes(5) }
}

function oidList(reader: DerReader, value: DerNode): string[] {
  return reader.children(expectTag(value, tags.sequence, 'list')).map((node) => readOid(reader, node, 'OID'))
}
