import type { TrialVerdict } from '#lib/x509/path/estate-ways.ts'
import type { ServedChain } from './served-chain.ts'

/** Chains that are listed of each kind, and identities: the counts are of all. */
export const mostListed = 1000

/** A chain whose verdict the change turns. */
export interface Turned {
  readonly chain: ServedChain
  readonly before: TrialVerdict
  readonly after: TrialVerdict
}

export interface Tally {
  readonly chains: number
  readonly endpoints: number
  readonly identities: number
  /** Distinct leaves. */
  readonly certificates: number
}

/** Chains of one kind: counted whole, by environment and by identity, and the first of them. */
export class Counter {
  readonly #all = new Count()
  /** Null: of no identity, or of one without an environment. */
  readonly #environments = new Map<string | null, Count>()
  readonly #identities = new Map<string, Count>()
  readonly listed: Turned[] = []

  add(turned: Turned): void {
    const { chain } = turned
    this.#all.add(chain)
    countOf(this.#environments, chain.environmentId).add(chain)
    if (chain.identityId !== null) countOf(this.#identities, chain.identityId).add(chain)
    if (this.listed.length < mostListed) this.listed.push(turned)
  }

  get tally(): Tally {
    return this.#all.tally
  }

  /** The most endpoints first. */
  get environments(): [string | null, Tally][] {
    return tallies(this.#environments)
  }

  get identities(): [string, Tally][] {
    return tallies(this.#identities).slice(0, mostListed)
  }
}

class Count {
  #chains = 0
  readonly #endpoints = new Set<string>()
  readonly #identities = new Set<string>()
  readonly #certificates = new Set<string>()

  add({ endpointId, identityId, leafSha256 }: ServedChain): void {
    this.#chains += 1
    this.#endpoints.add(endpointId)
    this.#certificates.add(leafSha256)
    if (identityId !== null) this.#identities.add(identityId)
  }

  get tally(): Tally {
    return {
      chains: this.#chains,
      endpoints: this.#endpoints.size,
      identities: this.#identities.size,
      certificates: this.#certificates.size,
    }
  }
}

function countOf<Key>(counts: Map<Key, Count>, key: Key): Count {
  const known = counts.get(key)
  if (known) return known
  const made = new Count()
  counts.set(key, made)
  return made
}

function tallies<Key>(counts: ReadonlyMap<Key, Count>): [Key, Tally][] {
  return [...counts]
    .map(([key, count]): [Key, Tally] => [key, count.tally])
    .toSorted(([, one], [, other]) => other.endpoints - one.endpoints)
}
