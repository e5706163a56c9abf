import { toHex } from '#lib/core/ids.ts'
import { DomainSet } from './domain-set.ts'
import type { ComparableGeneralName } from './general-names.ts'
import { uriHost } from './name-constraints.ts'

/** Subtrees of one form, arranged so that a name costs by its own length and not by their number. */
export class Subtrees {
  readonly #domains = new DomainSet()
  readonly #mailboxes = new Set<string>()
  readonly #networks = new Map<string, { readonly mask: Uint8Array; readonly networks: Set<string> }>()
  readonly #directory: DirectoryNode = { next: new Map(), end: false }

  /** Bases that are understood. */
  constructor(bases: readonly ComparableGeneralName[]) {
    for (const base of bases) this.#add(base)
  }

  /** Whether a name lies in one of them (RFC 5280 4.2.1.10). */
  cover(name: ComparableGeneralName): boolean {
    switch (name.kind) {
      case 'dns':
        return this.#domains.covers(withoutFinalDot(name.value))
      case 'uri':
        return this.#coversUri(uriHost(name.value))
      case 'email':
        return this.#domains.covers(hostOf(name.value)) || this.#mailboxes.has(mailboxKey(name.value))
      case 'ip':
        return this.#coversAddress(name.octets)
      case 'directory':
        return this.#coversDirectory(name.name.rdns)
      default:
        return false
    }
  }

  /**
   * Whether some name that this one stands for lies in one of them: enough for an exclusion, where `cover` asks it of
   * all. A URI without a host name can't be told to lie outside (RFC 5280 4.2.1.10).
   */
  mayReach(name: ComparableGeneralName): boolean {
    if (name.kind === 'uri' && uriHost(name.value) === null) return true
    if (name.kind !== 'dns' || !name.value.startsWith('*.')) return this.cover(name)
    const parent = withoutFinalDot(name.value.slice(2))
    return this.#domains.coversChildOf(parent)
  }

  #add(base: ComparableGeneralName): void {
    switch (base.kind) {
      case 'dns':
        // With a leading dot, which RFC 5280 knows for URIs only, the domain itself is left out, as others take it.
        this.#domains.add(withoutDot(base.value), base.value.startsWith('.') ? 'below' : 'both')
        break
      case 'uri':
        this.#addHost(base.value.toLowerCase())
        break
      case 'email':
        if (base.value.includes('@')) this.#mailboxes.add(mailboxKey(base.value))
        else this.#addHost(base.value.toLowerCase())
        break
      case 'ip':
        this.#addNetwork(base.octets)
        break
      case 'directory':
        this.#addDirectory(base.name.rdns)
        break
      default:
    }
  }

  /** A host by itself, or with a leading dot all hosts below a domain. */
  #addHost(host: string): void {
    this.#domains.add(withoutDot(host), host.startsWith('.') ? 'below' : 'itself')
  }

  #coversUri(host: string | null): boolean {
    return host !== null && this.#domains.covers(host)
  }

  #addNetwork(octets: Uint8Array): void {
    const [address, mask] = [octets.subarray(0, octets.length / 2), octets.subarray(octets.length / 2)]
    const key = toHex(mask)
    const group = this.#networks.get(key) ?? { mask, networks: new Set() }
    this.#networks.set(key, group)
    group.networks.add(masked(address, mask))
  }

  #coversAddress(octets: Uint8Array): boolean {
    return this.#networks
      .values()
      .some(({ mask, networks }) => mask.length === octets.length && networks.has(masked(octets, mask)))
  }

  #addDirectory(rdns: readonly string[]): void {
    let node = this.#directory
    for (const rdn of rdns) {
      const next = node.next.get(rdn) ?? { next: new Map(), end: false }
      node.next.set(rdn, next)
      node = next
    }
    node.end = true
  }

  #coversDirectory(rdns: readonly string[]): boolean {
    let node: DirectoryNode | undefined = this.#directory
    for (const rdn of rdns) {
      if (node.end) return true
      node = node.next.get(rdn)
      if (node === undefined) return false
    }
    return node.end
  }
}

/** A subtree of directory names is a prefix of RDNs. */
interface DirectoryNode {
  readonly next: Map<string, DirectoryNode>
  end: boolean
}

function masked(address: Uint8Array, mask: Uint8Array): string {
  return toHex(address.map((octet, at) => octet & (mask[at] ?? 0)))
}

function withoutDot(constraint: string): string {
  return constraint.startsWith('.') ? constraint.slice(1) : constraint
}

function withoutFinalDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name
}

function hostOf(mailbox: string): string {
  return mailbox.slice(mailbox.lastIndexOf('@') + 1).toLowerCase()
}

/** The local part has case (RFC 5280 7.5). */
function mailboxKey(mailbox: string): string {
  return `${mailbox.slice(0, Math.max(0, mailbox.lastIndexOf('@')))}@${hostOf(mailbox)}`
}
