import type { ProtocolVersion } from './observation.ts'
import { type GroupKind, registeredGroups } from './registry/groups.ts'
import type { Recommended } from './registry/recommended.ts'

export interface KeyExchangeGroup {
  readonly name: string
  /** Size of a finite field, null for every other kind. */
  readonly bits: number | null
}

/** All that the registry and SP 800-57 tell of a group. */
export interface GroupInfo {
  readonly id: number
  readonly name: string
  readonly kind: GroupKind
  /** Size of the (curve's) field in bits; null for ML-KEM alone. */
  readonly size: number | null
  /** Security strength in bits against a classical attacker. */
  readonly strength: number
  readonly recommended: Recommended
}

const groups: ReadonlyMap<number, GroupInfo> = new Map(
  registeredGroups.map(([id, name, kind, size, strength, recommended]) => [
    id,
    { id, name, kind, size, strength, recommended },
  ]),
)

const named = new Map<number, KeyExchangeGroup>()

/** A group by its two-byte value, null for one that is not registered. */
export function groupInfo(id: number): GroupInfo | null {
  return groups.get(id) ?? null
}

/** Every registered value, of one kind where it is named, in the order of the values. */
export function groupIds(kind?: GroupKind): readonly number[] {
  return [...groups.values()].filter((group) => kind === undefined || group.kind === kind).map(({ id }) => id)
}

/** Those of RFC 8422 and before that TLS 1.3 took over; the others came with it, or after it. */
const curvesOfBoth: readonly number[] = [23, 24, 25, 29, 30]
const firstOfTls13 = 31

/**
 * Every group worth asking a server for at this version, best first: recommended by the registry, then by strength.
 * Before TLS 1.0 a hello names none.
 */
export function groupsOf(version: ProtocolVersion): readonly number[] {
  if (version === 'SSLv2' || version === 'SSLv3') return []
  return [...groups.values()]
    .filter(({ id, kind, name }) =>
      version === 'TLSv1.3'
        ? id >= firstOfTls13 || curvesOfBoth.includes(id)
        : (kind === 'ec' || kind === 'ff') && !name.endsWith('tls13'),
    )
    .toSorted((left, right) => merit(right) - merit(left) || left.id - right.id)
    .map(({ id }) => id)
}

function merit({ recommended, kind, strength }: GroupInfo): number {
  return strength + (recommended === 'Y' ? 4096 : recommended === 'D' ? -4096 : 0) + (kind === 'hybrid' ? 1024 : 0)
}

/** A group by its two-byte value; one that is not registered is named by its value (`0x0a0a`). */
export function keyExchangeGroup(id: number): KeyExchangeGroup {
  const known = named.get(id)
  if (known) return known
  const info = groups.get(id)
  if (!info) return { name: `0x${id.toString(16).padStart(4, '0')}`, bits: null }
  const group = { name: info.name, bits: info.kind === 'ff' ? info.size : null }
  named.set(id, group)
  return group
}

/** The group of a ServerKeyExchange that names none: ephemeral Diffie-Hellman over the prime that it carries. */
export function finiteField(prime: Uint8Array): KeyExchangeGroup {
  const first = prime.findIndex((byte) => byte !== 0)
  const leading = prime[first]
  const bits = leading === undefined ? 0 : (prime.length - first - 1) * 8 + (32 - Math.clz32(leading))
  return { name: 'dhe', bits }
}
