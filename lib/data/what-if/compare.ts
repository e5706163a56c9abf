import type { TrialVerdict } from '#lib/x509/path/estate.ts'
import type { EstateVerdicts } from './judge-estate.ts'
import type { ServedChain } from './load-estate.ts'

export interface OneVerdict {
  readonly trusted: boolean
  readonly reason: string | null
  /** SHA-256 above the leaf, anchor last. */
  readonly path: readonly string[]
}

/** A chain whose verdict the change turns. */
export interface Difference {
  readonly endpointId: string
  readonly identityId: string | null
  readonly leafSha256: string
  readonly before: OneVerdict
  readonly after: OneVerdict
}

export interface Comparison {
  readonly chains: number
  readonly trustedBefore: number
  readonly trustedAfter: number
  /** Trusted before and not after, and the other way round: how many chains, endpoints and identities. */
  readonly broken: Counted
  readonly mended: Counted
  /** Trusted both times, by another path. */
  readonly rerouted: Counted
}

export interface Counted {
  readonly chains: number
  readonly endpoints: number
  readonly identities: number
  /** The first of them. */
  readonly listed: readonly Difference[]
}

/** Differences that are kept of each kind; the counts are of all. */
export const mostListed = 1000

/** What becomes of each chain from one set of verdicts to the other. */
export function compareVerdicts(
  chains: readonly ServedChain[],
  before: EstateVerdicts,
  after: EstateVerdicts,
): Comparison {
  const broken = new Counter()
  const mended = new Counter()
  const rerouted = new Counter()
  let [trustedBefore, trustedAfter] = [0, 0]
  for (const [index, chain] of chains.entries()) {
    const [one, other] = [before[index], after[index]]
    if (!one || !other) continue
    if (one.trusted) trustedBefore += 1
    if (other.trusted) trustedAfter += 1
    if (one.trusted && !other.trusted) broken.add(chain, one, other)
    else if (!one.trusted && other.trusted) mended.add(chain, one, other)
    else if (one.trusted && one.path.join() !== other.path.join()) rerouted.add(chain, one, other)
  }
  return {
    chains: chains.length,
    trustedBefore,
    trustedAfter,
    broken: broken.counted(),
    mended: mended.counted(),
    rerouted: rerouted.counted(),
  }
}

/** Counts chains of one kind, and keeps the first. */
export class Counter {
  #chains = 0
  readonly #endpoints = new Set<string>()
  readonly #identities = new Set<string>()
  readonly #listed: Difference[] = []

  add({ endpointId, identityId, leafSha256 }: ServedChain, before: TrialVerdict, after: TrialVerdict): void {
    this.#chains += 1
    this.#endpoints.add(endpointId)
    if (identityId !== null) this.#identities.add(identityId)
    if (this.#listed.length < mostListed)
      this.#listed.push({ endpointId, identityId, leafSha256, before: told(before), after: told(after) })
  }

  counted(): Counted {
    return {
      chains: this.#chains,
      endpoints: this.#endpoints.size,
      identities: this.#identities.size,
      listed: this.#listed,
    }
  }
}

function told({ trusted, reason, path }: TrialVerdict): OneVerdict {
  return { trusted, reason, path }
}
