import { type DerNode, type DerReader, expectTag, tags } from '../der.ts'
import { ParseError } from '../parse-error.ts'
import { type ComparableGeneralName, readConstraintBase } from './general-names.ts'

export interface NameConstraints {
  readonly permitted: readonly ComparableGeneralName[]
  readonly excluded: readonly ComparableGeneralName[]
}

/** RFC 5280 4.2.1.10, of the extension's value. Throws ParseError. */
export function readNameConstraints(reader: DerReader, value: DerNode): NameConstraints {
  const what = 'nameConstraints'
  const fields = reader.children(expectTag(value, tags.sequence, what))
  const form = fields.map(({ tag }) => tag.toString(16)).join(' ')
  if (!['a0', 'a1', 'a0 a1'].includes(form)) throw new ParseError(value.offset, `${what}: malformed`)
  const permitted = fields.find(({ tag }) => tag === 0xa0)
  const excluded = fields.find(({ tag }) => tag === 0xa1)
  return { permitted: readSubtrees(reader, permitted), excluded: readSubtrees(reader, excluded) }
}

function readSubtrees(reader: DerReader, list: DerNode | undefined): ComparableGeneralName[] {
  if (list === undefined) return []
  const subtrees = reader.children(list).map((subtree) => {
    const [base, ...bounds] = reader.children(expectTag(subtree, tags.sequence, 'nameConstraints: subtree'))
    if (!base) throw new ParseError(subtree.offset, 'nameConstraints: subtree without a base')
    // Within this profile minimum and maximum are not used (RFC 5280 4.2.1.10); DER leaves a minimum of 0 out.
    if (bounds.length > 0) throw new ParseError(subtree.offset, 'nameConstraints: minimum or maximum')
    const name = readConstraintBase(reader, base, 'nameConstraints')
    if (name.kind === 'ip' && !isPrefix(name.octets.subarray(name.octets.length / 2)))
      throw new ParseError(base.offset, 'nameConstraints: the mask is no prefix')
    return name
  })
  if (subtrees.length === 0) throw new ParseError(list.offset, 'nameConstraints: no subtree')
  return subtrees
}

/** RFC 4632: ones, then zeros. */
function isPrefix(mask: Uint8Array): boolean {
  const bits = [...mask].map((octet) => octet.toString(2).padStart(8, '0')).join('')
  return /^1*0*$/.test(bits)
}

/**
 * Whether the base of a subtree says what names it covers: of a domain and no pattern, address or URL (RFC 5280
 * 4.2.1.10). The leading dot of a dNSName is none of RFC 5280's, and is understood all the same.
 */
export function isUnderstood(base: ComparableGeneralName): boolean {
  switch (base.kind) {
    case 'dns':
      return base.value === '' || isDomain(withoutDot(base.value))
    case 'uri':
      return isDomain(withoutDot(base.value.toLowerCase()))
    case 'email':
      return isDomain(withoutDot(base.value.slice(base.value.lastIndexOf('@') + 1).toLowerCase()))
    default:
      return base.kind !== 'other'
  }
}

/** Of an underscore nobody is in doubt, and names of services have them. */
function isDomain(text: string): boolean {
  return text.length <= 253 && text.split('.').every((label) => /^[a-z0-9_-]{1,63}$/.test(label))
}

function withoutDot(constraint: string): string {
  return constraint.startsWith('.') ? constraint.slice(1) : constraint
}

/** The host name of a URI's authority; null where there is none, or where it is an address. */
export function uriHost(uri: string): string | null {
  const authority = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/.exec(uri)?.[1]
  if (authority === undefined) return null
  const host = authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:\d*$/, '')
    .replace(/\.$/, '')
    .toLowerCase()
  return isDomain(host) && !/^[\d.]+$/.test(host) ? host : null
}
