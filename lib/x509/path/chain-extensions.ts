import { toHex } from '#lib/core/ids.ts'
import { type DerNode, type DerReader, expectTag, tags } from '../der.ts'
import { readBoolean, readOid, readSmallInteger } from '../der-values.ts'
import { extensionOids, keyUsageBits } from '../oids.ts'
import { ParseError } from '../parse-error.ts'
import { type ComparableGeneralName, readComparableNames } from './general-names.ts'
import { type NameConstraints, readNameConstraints } from './name-constraints.ts'
import { readNamedBits } from './named-bits.ts'
import {
  type CertificatePolicies,
  type PolicyConstraints,
  type PolicyMapping,
  readInhibitAnyPolicy,
  readPolicies,
  readPolicyConstraints,
  readPolicyMappings,
} from './policy-extensions.ts'

export type KeyUsage = (typeof keyUsageBits)[number]

/** What extensions say, null where they are absent. */
export interface ChainExtensions {
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | null } | null
  readonly keyUsage: ReadonlySet<KeyUsage> | null
  /** OIDs, at least one. */
  readonly extendedKeyUsage: readonly string[] | null
  readonly subjectAltNames: readonly ComparableGeneralName[] | null
  readonly nameConstraints: NameConstraints | null
  readonly policies: CertificatePolicies | null
  readonly policyMappings: readonly PolicyMapping[] | null
  readonly policyConstraints: PolicyConstraints | null
  readonly inhibitAnyPolicy: number | null
  /** Hex. */
  readonly subjectKeyId: string | null
  readonly authorityKeyId: string | null
  readonly crlDistributionPoints: Uint8Array | null
  /** OIDs of all that are there, and of those that are critical. */
  readonly extensions: ReadonlySet<string>
  readonly criticalExtensions: ReadonlySet<string>
  /** Critical ones that path validation does not know. */
  readonly unknownCritical: readonly string[]
}

/** The parts of `ChainExtensions` that single extensions fill. */
type Values = { -readonly [Key in keyof ChainExtensions]: ChainExtensions[Key] }

export const certificateExtensions = {
  ...extensionOids,
  issuerAltName: '2.5.29.18',
  nameConstraints: '2.5.29.30',
  policyMappings: '2.5.29.33',
  policyConstraints: '2.5.29.36',
  freshestCrl: '2.5.29.46',
  inhibitAnyPolicy: '2.5.29.54',
  subjectInformationAccess: '1.3.6.1.5.5.7.1.11',
} as const

/** Throws ParseError. `wrapper`: the field [3]. */
export function readChainExtensions(reader: DerReader, wrapper: DerNode | undefined): ChainExtensions {
  const extensions = new Set<string>()
  const criticalExtensions = new Set<string>()
  const values: Values = { ...nothing, extensions, criticalExtensions, unknownCritical: [] }
  if (wrapper === undefined) return values
  const list = expectTag(reader.inside(wrapper), tags.sequence, 'extensions')
  const unknownCritical: string[] = []
  for (const extension of reader.children(list)) {
    const { oid, critical, value } = readExtension(reader, extension)
    if (extensions.has(oid)) throw new ParseError(extension.offset, `extension ${oid} twice`)
    extensions.add(oid)
    if (critical) criticalExtensions.add(oid)
    const read = readers.get(oid)
    read?.(reader, () => reader.inside(value), values, value)
    if (critical && read === undefined) unknownCritical.push(oid)
  }
  if (extensions.size === 0) throw new ParseError(list.offset, 'extensions are empty')
  return {
    ...values,
    unknownCritical: unknownCritical.filter((oid) => !honoured(oid, values)).concat(unhonoured(values)),
  }
}

/** SEQUENCE { OID, BOOLEAN DEFAULT FALSE, OCTET STRING }, of certificates, CRLs and OCSP alike. Throws ParseError. */
export function readExtension(
  reader: DerReader,
  extension: DerNode,
): { oid: string; critical: boolean; value: DerNode } {
  const parts = reader.children(expectTag(extension, tags.sequence, 'extension'))
  const flag = parts[1]?.tag === tags.boolean ? parts[1] : undefined
  if (parts.length !== (flag ? 3 : 2)) throw new ParseError(extension.offset, 'extension: malformed')
  return {
    oid: readOid(reader, parts[0], 'extension'),
    critical: flag !== undefined && readBoolean(reader, flag, 'critical'),
    value: expectTag(parts.at(-1), tags.octetString, 'extension value'),
  }
}

/** Microsoft's application policies say what the extended key usage says, and it is the one that is judged. */
const applicationPolicies = '1.3.6.1.4.1.311.21.10'

function honoured(oid: string, { extendedKeyUsage }: ChainExtensions): boolean {
  return oid === applicationPolicies && extendedKeyUsage !== null
}

/** RFC 5280 4.2.1.4: critical policies with a qualifier that is not understood. */
function unhonoured({ policies, criticalExtensions }: ChainExtensions): string[] {
  const { certificatePolicies } = certificateExtensions
  return policies?.hasUnknownQualifier && criticalExtensions.has(certificatePolicies) ? [certificatePolicies] : []
}

const nothing = {
  basicConstraints: null,
  keyUsage: null,
  extendedKeyUsage: null,
  subjectAltNames: null,
  nameConstraints: null,
  policies: null,
  policyMappings: null,
  policyConstraints: null,
  inhibitAnyPolicy: null,
  subjectKeyId: null,
  authorityKeyId: null,
  crlDistributionPoints: null,
} as const

type ReadExtension = (reader: DerReader, inside: () => DerNode, values: Values, value: DerNode) => void

const readers: ReadonlyMap<string, ReadExtension> = new Map<string, ReadExtension>([
  [
    certificateExtensions.basicConstraints,
    (reader, inside, values) => {
      values.basicConstraints = readBasicConstraints(reader, inside())
    },
  ],
  [
    certificateExtensions.keyUsage,
    (reader, inside, values) => {
      values.keyUsage = readKeyUsage(reader, inside())
    },
  ],
  [
    certificateExtensions.extendedKeyUsage,
    (reader, inside, values) => {
      values.extendedKeyUsage = readPurposes(reader, inside())
    },
  ],
  [
    certificateExtensions.subjectAltName,
    (reader, inside, values) => {
      const list = expectTag(inside(), tags.sequence, 'subjectAltName')
      values.subjectAltNames = readComparableNames(reader, list, 'subjectAltName')
    },
  ],
  [
    certificateExtensions.issuerAltName,
    (reader, inside) => {
      readComparableNames(reader, expectTag(inside(), tags.sequence, 'issuerAltName'), 'issuerAltName')
    },
  ],
  [
    certificateExtensions.nameConstraints,
    (reader, inside, values) => {
      values.nameConstraints = readNameConstraints(reader, inside())
    },
  ],
  [
    certificateExtensions.certificatePolicies,
    (reader, inside, values) => {
      values.policies = readPolicies(reader, inside())
    },
  ],
  [
    certificateExtensions.policyMappings,
    (reader, inside, values) => {
      values.policyMappings = readPolicyMappings(reader, inside())
    },
  ],
  [
    certificateExtensions.policyConstraints,
    (reader, inside, values) => {
      values.policyConstraints = readPolicyConstraints(reader, inside())
    },
  ],
  [
    certificateExtensions.inhibitAnyPolicy,
    (reader, inside, values) => {
      values.inhibitAnyPolicy = readInhibitAnyPolicy(reader, inside())
    },
  ],
  [
    certificateExtensions.subjectKeyId,
    (reader, inside, values) => {
      values.subjectKeyId = toHex(reader.content(expectTag(inside(), tags.octetString, 'subjectKeyIdentifier')))
    },
  ],
  [
    certificateExtensions.authorityKeyId,
    (reader, inside, values) => {
      values.authorityKeyId = readAuthorityKeyId(reader, inside())
    },
  ],
  [
    certificateExtensions.crlDistributionPoints,
    (reader, inside, values) => {
      values.crlDistributionPoints = reader.whole(expectTag(inside(), tags.sequence, 'cRLDistributionPoints'))
    },
  ],
  [certificateExtensions.freshestCrl, (_reader, inside) => void expectTag(inside(), tags.sequence, 'freshestCRL')],
  [certificateExtensions.authorityInformationAccess, (reader, inside) => expectAccess(reader, inside())],
  [certificateExtensions.subjectInformationAccess, (reader, inside) => expectAccess(reader, inside())],
  [
    certificateExtensions.tlsFeature,
    (reader, inside) => void reader.children(expectTag(inside(), tags.sequence, 'tlsfeature')),
  ],
])

function readBasicConstraints(reader: DerReader, value: DerNode): ChainExtensions['basicConstraints'] {
  const fields = reader.children(expectTag(value, tags.sequence, 'basicConstraints'))
  const flag = fields[0]?.tag === tags.boolean ? fields[0] : undefined
  const length = flag ? fields[1] : fields[0]
  if (fields.length > (flag ? 2 : 1)) throw new ParseError(value.offset, 'basicConstraints: malformed')
  return {
    ca: flag !== undefined && readBoolean(reader, flag, 'cA'),
    pathLength: length ? readSmallInteger(reader, length, 'pathLenConstraint') : null,
  }
}

function readKeyUsage(reader: DerReader, value: DerNode): ReadonlySet<KeyUsage> {
  const bytes = readNamedBits(reader, expectTag(value, tags.bitString, 'keyUsage'), 'keyUsage')
  return new Set(keyUsageBits.filter((_, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0))
}

function readPurposes(reader: DerReader, value: DerNode): string[] {
  const list = reader.children(expectTag(value, tags.sequence, 'extendedKeyUsage'))
  if (list.length === 0) throw new ParseError(value.offset, 'extendedKeyUsage is empty')
  return list.map((node) => readOid(reader, node, 'purpose'))
}

/** RFC 5280 4.2.1.1: issuer and serial come together. Gives the key identifier in hex. Throws ParseError. */
export function readAuthorityKeyId(reader: DerReader, value: DerNode): string | null {
  const fields = reader.children(expectTag(value, tags.sequence, 'authorityKeyIdentifier'))
  const form = fields.map(({ tag }) => tag.toString(16)).join(' ')
  if (!['', '80', '80 a1 82', 'a1 82'].includes(form))
    throw new ParseError(value.offset, 'authorityKeyIdentifier: malformed')
  const [first, second] = fields
  const issuer = first?.tag === 0xa1 ? first : second
  if (issuer) readComparableNames(reader, issuer, 'authorityKeyIdentifier')
  return first?.tag === 0x80 ? toHex(reader.content(first)) : null
}

/** RFC 5280 4.2.2.1: one description at least. */
function expectAccess(reader: DerReader, value: DerNode): void {
  const descriptions = reader.children(expectTag(value, tags.sequence, 'access'))
  if (descriptions.length === 0) throw new ParseError(value.offset, 'access is empty')
  for (const description of descriptions) {
    const [method, location, more] = reader.children(expectTag(description, tags.sequence, 'access description'))
    readOid(reader, method, 'access method')
    if (!location || more) throw new ParseError(description.offset, 'access description: malformed')
    readComparableNames(reader, { ...description, start: location.offset }, 'access location')
  }
}
