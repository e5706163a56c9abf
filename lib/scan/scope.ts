import { isIPv4 } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Where a site's scanner may reach. Entries of `allow` and `deny` are CIDRs, addresses or name patterns (`*.internal`). */
export interface Scope {
  readonly allow: readonly string[]
  readonly deny: readonly string[]
  /** False: public addresses, too, only where `allow` names them. */
  readonly allowPublic: boolean
  /** Addresses of names that no resolver is asked for. */
  readonly staticHosts: Readonly<Record<string, readonly string[]>>
  /** The product's own services (its database): never dialled. */
  readonly forbidden: readonly { readonly ip: string; readonly port: number }[]
}

export type ScopeDecision = { readonly allowed: true } | { readonly allowed: false; readonly rule: string }

type Address = ipaddr.IPv4 | ipaddr.IPv6

const allowed: ScopeDecision = { allowed: true }

/** Ranges that no scope opens: metadata services live in link-local, the rest reaches no one peer. */
const alwaysRefused = new Set(['unspecified', 'broadcast', 'multicast', 'linkLocal', 'reserved', 'discard'])
/** Metadata and host services of clouds outside of those ranges: AWS, Azure, Alibaba. */
const cloudServices = ['fd00:ec2::254', '168.63.129.16', '100.100.100.200'].map((ip) => ipaddr.parse(ip))

/**
 * Whether this address may be dialled for this host. The rule of a refusal is a short word and the range, such as
 * `always-refused linkLocal`. IPv6 forms that carry an IPv4 address are judged by that address, too.
 */
export function checkAddress(scope: Scope, host: string, ip: string, port: number): ScopeDecision {
  const address = parseAddress(ip)
  if (address === null) return refuse('not-an-address')
  const faces = [address, ...carried(address)]
  for (const face of faces) {
    const range = face.range()
    if (alwaysRefused.has(range) || cloudServices.some((service) => same(face, service)))
      return refuse(`always-refused ${range}`)
  }
  if (scope.forbidden.some((own) => own.port === port && sameAddress(own.ip, faces))) return refuse('own-service')
  const denying = scope.deny.find((entry) => matches(entry, host, faces))
  if (denying !== undefined) return refuse(`denied ${denying}`)
  if (faces.every((face) => scope.allow.some((entry) => matches(entry, host, [face, address])))) return allowed
  // Only what is plainly public counts as that: a range that nobody thought of needs a word in `allow`.
  const closed = faces.find((face) => face.range() !== 'unicast')
  if (closed) return refuse(`not-allowed ${closed.range()}`)
  return scope.allowPublic ? allowed : refuse('not-allowed public')
}

/** Whether an address belongs to no private, loopback or special range. */
export function isPublicAddress(ip: string): boolean {
  const address = parseAddress(ip)
  return address !== null && [address, ...carried(address)].every((face) => face.range() === 'unicast')
}

/** Null where an entry of a scope can be read, else what is wrong with it. */
export function scopeEntryProblem(entry: string): string | null {
  if (parseRange(entry) !== null) return null
  if (/^(\*\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?$/i.test(entry) && !/^[\d.]+$/.test(entry)) return null
  return 'neither a CIDR, an address nor a name pattern such as *.internal'
}

function refuse(rule: string): ScopeDecision {
  return { allowed: false, rule }
}

/** Zone ids fall away: they select a link, not a range. Decimal, octal and other loose IPv4 forms are no addresses here. */
function parseAddress(ip: string): Address | null {
  const bare = ip.replace(/%.*$/, '')
  if (isIPv4(bare)) return new ipaddr.IPv4(bare.split('.').map(Number))
  if (!bare.includes(':') || !ipaddr.IPv6.isValid(bare)) return null
  return ipaddr.process(bare)
}

/** IPv4 addresses inside NAT64 (RFC 6052), 6to4 (RFC 3056), Teredo (RFC 4380) and IPv4-compatible (RFC 4291 2.5.5.1) addresses. */
function carried(address: Address): readonly Address[] {
  if (address instanceof ipaddr.IPv4) return []
  const bytes = address.toByteArray()
  const at = (from: number, flip = 0) => new ipaddr.IPv4(bytes.slice(from, from + 4).map((byte) => byte ^ flip))
  if (within(address, '64:ff9b::/96') || within(address, '::ffff:0:0:0/96')) return [at(12)]
  if (within(address, '64:ff9b:1::/48')) return [at(12)]
  if (within(address, '2002::/16')) return [at(2)]
  if (within(address, '2001::/32')) return [at(4), at(12, 255)]
  const compatible = within(address, '::/96') && address.range() === 'unicast'
  return compatible ? [at(12)] : []
}

function within(address: Address, cidr: string): boolean {
  const range = parseRange(cidr)
  return range !== null && address.kind() === range[0].kind() && address.match(range)
}

type Range = [Address, number]

/** The entries of a scope are asked about for every address. */
const ranges = new Map<string, Range | null>()
const maxRanges = 10_000

function parseRange(entry: string): Range | null {
  const known = ranges.get(entry)
  if (known !== undefined) return known
  const range = readRange(entry)
  if (ranges.size < maxRanges) ranges.set(entry, range)
  return range
}

function readRange(entry: string): Range | null {
  if (ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry)
  const address = parseAddress(entry)
  return address && [address, address.kind() === 'ipv4' ? 32 : 128]
}

function matches(entry: string, host: string, faces: readonly Address[]): boolean {
  const range = parseRange(entry)
  if (range) return faces.some((face) => face.kind() === range[0].kind() && face.match(range))
  const name = host.toLowerCase().replace(/\.$/, '')
  const pattern = entry.toLowerCase().replace(/\.$/, '')
  return pattern.startsWith('*.')
    ? name.endsWith(pattern.slice(1)) && name.length > pattern.length - 1
    : name === pattern
}

function sameAddress(ip: string, faces: readonly Address[]): boolean {
  const address = parseAddress(ip)
  return address !== null && faces.some((face) => same(face, address))
}

function same(a: Address, b: Address): boolean {
  return a.kind() === b.kind() && a.match(b, a.kind() === 'ipv4' ? 32 : 128)
}
