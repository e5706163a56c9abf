import { toHex } from '#lib/core/ids.ts'
import { type DerNode, type DerReader, expectTag, tags } from '../der.ts'
import { readIntegerHex } from '../der-values.ts'
import { extensionOids } from '../oids.ts'
import { ParseError } from '../parse-error.ts'
import { readAuthorityKeyId, readExtension } from '../path/chain-extensions.ts'
import { readStrictTime } from '../strict-time.ts'
import {
  type DistributionPoint,
  type IssuingDistributionPoint,
  readIssuingDistributionPoint,
  readPointList,
} from './distribution-points.ts'

export const crlExtensionOids = {
  issuerAltName: '2.5.29.18',
  crlNumber: '2.5.29.20',
  deltaCrlIndicator: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  authorityKeyId: extensionOids.authorityKeyId,
  freshestCrl: '2.5.29.46',
  expiredCertsOnCrl: '2.5.29.60',
  authorityInformationAccess: extensionOids.authorityInformationAccess,
} as const

/** What the extensions of a CRL say (RFC 5280 5.2), null where they are absent. */
export interface CrlExtensions {
  /** Hex. */
  readonly authorityKeyId: string | null
  readonly number: bigint | null
  /** Number of the CRL that this delta is to be applied to; null in complete CRLs. */
  readonly deltaBase: bigint | null
  readonly issuingDistributionPoint: IssuingDistributionPoint | null
  readonly freshestCrl: readonly DistributionPoint[] | null
  /** Certificates that expired from here on stay listed (X.509 9.5.2.8); milliseconds since 1970. */
  readonly expiredSince: number | null
  /** OIDs of all that are there, and of those that are critical. */
  readonly extensions: ReadonlySet<string>
  readonly criticalExtensions: ReadonlySet<string>
  readonly unknownCritical: readonly string[]
}

type Values = { -readonly [Key in keyof CrlExtensions]: CrlExtensions[Key] }

/** Throws ParseError. `wrapper`: the field [0]. */
export function readCrlExtensions(reader: DerReader, wrapper: DerNode | undefined): CrlExtensions {
  const extensions = new Set<string>()
  const criticalExtensions = new Set<string>()
  const unknownCritical: string[] = []
  const values: Values = { ...nothing, extensions, criticalExtensions, unknownCritical }
  if (wrapper === undefined) return values
  const list = expectTag(reader.inside(wrapper), tags.sequence, 'crlExtensions')
  for (const node of reader.children(list)) {
    const { oid, critical, value } = readExtension(reader, node)
    if (extensions.has(oid)) throw new ParseError(node.offset, `extension ${oid} twice`)
    extensions.add(oid)
    if (critical) criticalExtensions.add(oid)
    const read = readers.get(oid)
    read?.(reader, reader.inside(value), values)
    if (critical && read === undefined) unknownCritical.push(oid)
  }
  if (extensions.size === 0) throw new ParseError(list.offset, 'crlExtensions are empty')
  return values
}

const nothing = {
  authorityKeyId: null,
  number: null,
  deltaBase: null,
  issuingDistributionPoint: null,
  freshestCrl: null,
  expiredSince: null,
} as const

type ReadExtension = (reader: DerReader, inside: DerNode, values: Values) => void

const readers: ReadonlyMap<string, ReadExtension> = new Map<string, ReadExtension>([
  [
    crlExtensionOids.authorityKeyId,
    (reader, inside, values) => {
      values.authorityKeyId = readAuthorityKeyId(reader, inside)
    },
  ],
  [
    crlExtensionOids.crlNumber,
    (reader, inside, values) => {
      values.number = readNumber(reader, inside, 'cRLNumber')
    },
  ],
  [
    crlExtensionOids.deltaCrlIndicator,
    (reader, inside, values) => {
      values.deltaBase = readNumber(reader, inside, 'deltaCRLIndicator')
    },
  ],
  [
    crlExtensionOids.issuingDistributionPoint,
    (reader, inside, values) => {
      values.issuingDistributionPoint = readIssuingDistributionPoint(reader, inside)
    },
  ],
  [
    crlExtensionOids.freshestCrl,
    (reader, inside, values) => {
      values.freshestCrl = readPointList(reader, inside, 'freshestCRL')
    },
  ],
  [
    crlExtensionOids.expiredCertsOnCrl,
    (reader, inside, values) => {
      const time = expectTag(inside, tags.generalizedTime, 'expiredCertsOnCRL')
      values.expiredSince = readStrictTime(reader, time, 'expiredCertsOnCRL').at
    },
  ],
  [crlExtensionOids.issuerAltName, (_reader, inside) => void expectTag(inside, tags.sequence, 'issuerAltName')],
  [
    crlExtensionOids.authorityInformationAccess,
    (_reader, inside) => void expectTag(inside, tags.sequence, 'authorityInfoAccess'),
  ],
])

/** RFC 5280 5.2.3: not negative, and up to 20 octets. */
function readNumber(reader: DerReader, node: DerNode, what: string): bigint {
  readIntegerHex(reader, node, what)
  const content = reader.content(node)
  if (((content[0] ?? 0) & 0x80) !== 0) throw new ParseError(node.offset, `${what} is negative`)
  if (content.length > 21) throw new ParseError(node.offset, `${what} is ${content.length} octets long`)
  return BigInt(`0x${toHex(content)}`)
}
