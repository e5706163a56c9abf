import ipaddr from 'ipaddr.js'
import type { GeneralName } from './certificate.ts'
import { type DerNode, DerReader, expectTag, tags } from './der.ts'
import { readOid } from './der-values.ts'
import { ParseError } from './parse-error.ts'

/** Subtrees of one form (RFC 5280 4.2.1.10): text for `dns` and `uri`, octets of address and mask for `ip`. */
interface Subtree {
  readonly kind: GeneralName['kind']
  readonly text: string
  readonly octets: Uint8Array
}

export interface NameConstraints {
  readonly permitted: readonly Subtree[]
  readonly excluded: readonly Subtree[]
}

const nameConstraintsOid = '2.5.29.30'
const kinds: Readonly<Record<number, GeneralName['kind']>> = {
  129: 'email',
  130: 'dns',
  134: 'uri',
  135: 'ip',
  164: 'directory',
}

/** Null where the certificate has none. Throws ParseError where they can't be read. */
export function readNameConstraints(der: Uint8Array): NameConstraints | null {
  const reader = new DerReader(der)
  const [toBeSigned] = reader.children(expectTag(reader.root(), tags.sequence, 'certificate'))
  const extensions = reader
    .children(expectTag(toBeSigned, tags.sequence, 'tbsCertificate'))
    .find(({ tag }) => tag === 0xa3)
  if (extensions === undefined) return null
  for (const extension of reader.children(expectTag(reader.inside(extensions), tags.sequence, 'extensions'))) {
    const parts = reader.children(extension)
    if (readOid(reader, parts[0], 'extension') !== nameConstraintsOid) continue
    const value = reader.inside(expectTag(parts.at(-1), tags.octetString, 'nameConstraints'))
    const fields = reader.children(expectTag(value, tags.sequence, 'nameConstraints'))
    return { permitted: subtrees(reader, fields, 0xa0), excluded: subtrees(reader, fields, 0xa1) }
  }
  return null
}

/** The last one is no word of OpenSSL: there were too many to be compared, so nothing is known. */
export type ConstraintFault =
  | 'PERMITTED_VIOLATION'
  | 'EXCLUDED_VIOLATION'
  | 'UNSUPPORTED_CONSTRAINT_TYPE'
  | 'PATH_SEARCH_EXHAUSTED'

/** Whoever holds a CA can put 30,000 subtrees into one certificate and 30,000 names into another. */
const maxComparisons = 2 ** 18

/** What the constraints object to in these names, null for nothing. Forms that are not compared here are an objection. */
export function constraintFault(
  { permitted, excluded }: NameConstraints,
  names: readonly GeneralName[],
): ConstraintFault | null {
  if (names.length * (permitted.length + excluded.length) > maxComparisons) return 'PATH_SEARCH_EXHAUSTED'
  for (const name of names) {
    const allowed = permitted.filter(({ kind }) => kind === name.kind)
    const forbidden = excluded.filter(({ kind }) => kind === name.kind)
    if (allowed.length + forbidden.length === 0) continue
    const within = comparisons[name.kind]
    if (!within) return 'UNSUPPORTED_CONSTRAINT_TYPE'
    if (forbidden.some((subtree) => within(name.value, subtree))) return 'EXCLUDED_VIOLATION'
    if (allowed.length > 0 && !allowed.some((subtree) => within(name.value, subtree))) return 'PERMITTED_VIOLATION'
  }
  return null
}

type Comparison = (value: string, subtree: Subtree) => boolean

const comparisons: Partial<Record<GeneralName['kind'], Comparison>> = {
  dns: (value, { text }) => isWithinDomain(value.toLowerCase(), text.toLowerCase()),
  ip: (value, { octets }) => isWithinNetwork(value, octets),
  uri: (value, { text }) => isWithinHost(value, text.toLowerCase()),
}

/** A constraint covers its domain and all below it; an empty one covers everything. */
function isWithinDomain(name: string, domain: string): boolean {
  const bare = domain.replace(/^\./, '')
  return bare === '' || name === bare || name.endsWith(`.${bare}`)
}

/** A host by itself, or with a leading dot all hosts below a domain. A URI without a host is in no subtree. */
function isWithinHost(uri: string, constraint: string): boolean {
  const host = URL.parse(uri)?.hostname.toLowerCase() ?? ''
  if (host === '') return false
  return constraint.startsWith('.') ? host.endsWith(constraint) : host === constraint
}

function isWithinNetwork(value: string, octets: Uint8Array): boolean {
  const address = addressOctets(value)
  if (address === null || octets.length !== 2 * address.length) return false
  return address.every((octet, at) => {
    const mask = octets[address.length + at] ?? 255
    return (octet & mask) === ((octets[at] ?? 0) & mask)
  })
}

function addressOctets(text: string): readonly number[] | null {
  try {
    return ipaddr.parse(text).toByteArray()
  } catch {
    return null // ipaddr's errors carry no class.
  }
}

function subtrees(reader: DerReader, fields: readonly DerNode[], tag: number): readonly Subtree[] {
  const list = fields.find((field) => field.tag === tag)
  if (list === undefined) return []
  return reader.children(list).map((subtree) => {
    const [base] = reader.children(expectTag(subtree, tags.sequence, 'GeneralSubtree'))
    if (base === undefined) throw new ParseError(subtree.offset, 'GeneralSubtree without a base')
    const octets = reader.content(base)
    return { kind: kinds[base.tag] ?? 'other', text: Buffer.from(octets).toString('latin1'), octets }
  })
}
