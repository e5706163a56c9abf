import { toHex } from '#lib/core/ids.ts'
import { type DerNode, type DerReader, expectTag, tags } from '../der.ts'
import { readBoolean } from '../der-values.ts'
import { ParseError } from '../parse-error.ts'
import { type ComparableName, readRdn } from '../path/distinguished-name.ts'
import { type ComparableGeneralName, readComparableNames } from '../path/general-names.ts'
import { readNamedBits } from '../path/named-bits.ts'
import { StrictDerReader } from '../strict-der.ts'

/** Bits of ReasonFlags (RFC 5280 4.2.1.13); bit 0 is unused. */
export const allReasons = 0b1_1111_1110

/** Full names, ready to be compared, or what stands below the name of the CRL's issuer. */
export type PointName =
  | { readonly kind: 'full'; readonly keys: readonly string[] }
  | { readonly kind: 'relative'; readonly rdn: string }

export interface DistributionPoint {
  readonly name: PointName | null
  /** A bit for each reason. */
  readonly reasons: number
  /** Keys of directory names; null: the certificate's issuer. */
  readonly crlIssuers: readonly string[] | null
  /** http URIs among the full names, as they stand: where to fetch. */
  readonly urls: readonly string[]
}

/** RFC 5280 5.2.5. */
export interface IssuingDistributionPoint {
  readonly name: PointName | null
  readonly onlyUserCerts: boolean
  readonly onlyCaCerts: boolean
  readonly onlyAttributeCerts: boolean
  readonly reasons: number
  readonly indirect: boolean
  /** DER in hex: two CRLs have the same scope where it is the same (RFC 5280 6.3.3 c). */
  readonly hex: string
}

/** The cRLDistributionPoints of a certificate, DER of the whole list. Throws ParseError. */
export function readDistributionPoints(der: Uint8Array): DistributionPoint[] {
  const reader = new StrictDerReader(der)
  return readPointList(reader, reader.root(), 'cRLDistributionPoints')
}

/** Throws ParseError. */
export function readPointList(reader: DerReader, list: DerNode, what: string): DistributionPoint[] {
  const points = reader.children(expectTag(list, tags.sequence, what)).map((node) => readPoint(reader, node, what))
  if (points.length === 0) throw new ParseError(list.offset, `${what} is empty`)
  return points
}

function readPoint(reader: DerReader, node: DerNode, what: string): DistributionPoint {
  const { name, reasons, crlIssuer } = fieldsOf(reader, node, what, pointFields)
  if (!name && !crlIssuer) throw new ParseError(node.offset, `${what}: neither a name nor an issuer`)
  const point = name ? readPointName(reader, name, what) : null
  const issuers = crlIssuer ? readComparableNames(reader, crlIssuer, what) : null
  return {
    name: point?.name ?? null,
    urls: point?.urls ?? [],
    reasons: reasons ? readReasons(reader, reasons, what) : allReasons,
    crlIssuers: issuers?.flatMap((one) => (one.kind === 'directory' ? [one.name.key] : [])) ?? null,
  }
}

/** Throws ParseError. At least one field, and one of the kinds of certificates at most (RFC 5280 5.2.5). */
export function readIssuingDistributionPoint(reader: DerReader, node: DerNode): IssuingDistributionPoint {
  const what = 'issuingDistributionPoint'
  const fields = fieldsOf(reader, node, what, issuingFields)
  const flag = (field: DerNode | undefined) =>
    field !== undefined && readBoolean(reader, { ...field, tag: tags.boolean }, what)
  const read = {
    name: fields.name ? readPointName(reader, fields.name, what).name : null,
    onlyUserCerts: flag(fields.user),
    onlyCaCerts: flag(fields.ca),
    onlyAttributeCerts: flag(fields.attribute),
    reasons: fields.reasons ? readReasons(reader, fields.reasons, what) : allReasons,
    indirect: flag(fields.indirect),
    hex: toHex(reader.whole(node)),
  }
  if (Object.keys(fields).length === 0) throw new ParseError(node.offset, `${what} is empty`)
  if (Number(read.onlyUserCerts) + Number(read.onlyCaCerts) + Number(read.onlyAttributeCerts) > 1)
    throw new ParseError(node.offset, `${what}: only of two kinds of certificates`)
  return read
}

const pointFields = new Map([
  [0xa0, 'name'],
  [0x81, 'reasons'],
  [0xa2, 'crlIssuer'],
] as const)

const issuingFields = new Map([
  [0xa0, 'name'],
  [0x81, 'user'],
  [0x82, 'ca'],
  [0x83, 'reasons'],
  [0x84, 'indirect'],
  [0x85, 'attribute'],
] as const)

/** Optional fields by their tags, each once and in order. */
function fieldsOf<Name extends string>(
  reader: DerReader,
  node: DerNode,
  what: string,
  names: ReadonlyMap<number, Name>,
): { [Key in Name]?: DerNode } {
  const fields: { [Key in Name]?: DerNode } = {}
  let last = 0
  for (const field of reader.children(expectTag(node, tags.sequence, what))) {
    const name = names.get(field.tag)
    const number = field.tag & 0x1f
    if (name === undefined || number < last) throw new ParseError(field.offset, `${what}: a field out of place`)
    fields[name] = field
    last = number + 1
  }
  return fields
}

/** DistributionPointName, a CHOICE and therefore inside its tag. */
function readPointName(reader: DerReader, wrapper: DerNode, what: string): { name: PointName; urls: string[] } {
  const choice = reader.inside(wrapper)
  if (choice.tag === 0xa1) return { name: { kind: 'relative', rdn: readRdn(reader, choice, what).key }, urls: [] }
  const names = readComparableNames(reader, expectTag(choice, 0xa0, what), what)
  const urls = names.flatMap((one) => (one.kind === 'uri' && /^https?:/i.test(one.value) ? [one.value] : []))
  return { name: { kind: 'full', keys: names.map(generalNameKey) }, urls }
}

function readReasons(reader: DerReader, node: DerNode, what: string): number {
  const bytes = readNamedBits(reader, node, `${what}: reasons`)
  let reasons = 0
  for (let bit = 1; bit <= 8; bit += 1) {
    if (((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0) reasons |= 1 << bit
  }
  return reasons
}

/** Two general names are the same where their keys are. */
export function generalNameKey(name: ComparableGeneralName): string {
  switch (name.kind) {
    case 'ip':
      return `ip:${toHex(name.octets)}`
    case 'directory':
      return directoryKey(name.name.key)
    case 'other':
      return `${name.form}:${name.value}`
    default:
      return `${name.kind}:${name.value}`
  }
}

export function directoryKey(nameKey: string): string {
  return `directory:${nameKey}`
}

/** The full names that a point's name stands for; `base`: key of the CRL issuer's name. */
export function fullNames(name: PointName, base: ComparableName['key']): readonly string[] {
  if (name.kind === 'full') return name.keys
  return [directoryKey(base === '' ? name.rdn : `${base},${name.rdn}`)]
}
