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
  const permitted = fields.find(({ tag }) => tag === 0xa0)
  const excluded = fields.find(({ tag }) => tag === 0xa1)
  const known = (permitted ? 1 : 0) + (excluded ? 1 : 0)
  if (known === 0 || known !== fields.length) throw new ParseError(value.offset, `${what}: malformed`)
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

/** Whether a name lies in a subtree of the same kind (RFC 5280 4.2.1.10). */
export function isWithin(name: ComparableGeneralName, subtree: ComparableGeneralName): boolean {
  if (name.kind === 'dns' && subtree.kind === 'dns') return isWithinDomain(name.value, subtree.value)
  if (name.kind === 'ip' && subtree.kind === 'ip') return isWithinNetwork(name.octets, subtree.octets)
  if (name.kind === 'uri' && subtree.kind === 'uri') return isWithinHost(name.value, subtree.value)
  if (name.kind === 'email' && subtree.kind === 'email') return isWithinMailboxes(name.value, subtree.value)
  if (name.kind === 'directory' && subtree.kind === 'directory') {
    const { rdns } = name.name
    return subtree.name.rdns.every((rdn, index) => rdns[index] === rdn)
  }
  return false
}

/**
 * Whether some name that a dNSName with a wildcard stands for lies in the subtree: enough for an exclusion, where
 * `isWithin` asks that all of them do.
 */
export function mayReach(name: ComparableGeneralName, subtree: ComparableGeneralName): boolean {
  if (name.kind !== 'dns' || subtree.kind !== 'dns' || !name.value.startsWith('*.')) return isWithin(name, subtree)
  const parent = name.value.slice(2)
  const domain = withoutDot(subtree.value)
  const [, ...above] = domain.split('.')
  return isWithinDomain(parent, subtree.value) || above.join('.') === parent
}

/** A domain covers itself and all below it; an empty one covers everything. */
function isWithinDomain(name: string, constraint: string): boolean {
  const domain = withoutDot(constraint)
  if (domain === '') return true
  const plain = name.endsWith('.') ? name.slice(0, -1) : name
  // With a leading dot, which RFC 5280 knows for URIs only, the domain itself is left out, as others take it.
  if (plain === domain) return !constraint.startsWith('.')
  return plain.endsWith(`.${domain}`)
}

function withoutDot(constraint: string): string {
  return constraint.startsWith('.') ? constraint.slice(1) : constraint
}

function isWithinNetwork(octets: Uint8Array, network: Uint8Array): boolean {
  if (network.length !== 2 * octets.length) return false
  return octets.every((octet, at) => ((octet ^ (network[at] ?? 0)) & (network[octets.length + at] ?? 255)) === 0)
}

/** A host by itself, or with a leading dot all hosts below a domain. A URI without a host name is in no subtree. */
function isWithinHost(uri: string, constraint: string): boolean {
  const host = uriHost(uri)
  const wanted = constraint.toLowerCase()
  if (host === null) return false
  return wanted.startsWith('.') ? host.endsWith(wanted) && host.length > wanted.length : host === wanted
}

/** The host name of a URI's authority; null where there is none, or where it is an address. */
export function uriHost(uri: string): string | null {
  const authority = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/.exec(uri)?.[1]
  if (authority === undefined) return null
  const host = authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:\d*$/, '')
    .toLowerCase()
  const isName = host !== '' && !host.startsWith('[') && !/^[\d.]+$/.test(host)
  return isName ? host : null
}

/** One mailbox, all mailboxes of a host, or with a leading dot of all hosts below a domain. The local part has case. */
function isWithinMailboxes(mailbox: string, constraint: string): boolean {
  const at = mailbox.lastIndexOf('@')
  const host = mailbox.slice(at + 1).toLowerCase()
  const wantedAt = constraint.lastIndexOf('@')
  const wantedHost = constraint.slice(wantedAt + 1).toLowerCase()
  if (wantedAt >= 0) return host === wantedHost && mailbox.slice(0, at) === constraint.slice(0, wantedAt)
  if (wantedHost.startsWith('.')) return host.endsWith(wantedHost) && host.length > wantedHost.length
  return host === wantedHost
}
