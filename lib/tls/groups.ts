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
