import type { Trial } from '#lib/x509/path/estate.ts'
import { type Counted, Counter } from './compare.ts'
import { judgeEstate } from './judge-estate.ts'
import type { LoadedEstate, ServedChain } from './load-estate.ts'

/** What hangs on a key: chains whose only valid paths run through it, and those that keep another one. */
export interface BlastRadius {
  readonly lost: Counted
  readonly kept: Counted
}

/**
 * The blast radius of a key (SHA-256 of its SPKI, an anchor's or an issuer's) over the estate, at the instant of the
 * trials. Distrust is by key, so that no cross-sign slips past (domain rule 4).
 */
export async function blastRadius(
  estate: LoadedEstate,
  spkiSha256: string,
  trialFor: (storeId: string, identity: ServedChain['identityKind']) => Trial | null,
): Promise<BlastRadius> {
  const before = await judgeEstate(estate, trialFor)
  const after = await judgeEstate(estate, (storeId, identity) => {
    const trial = trialFor(storeId, identity)
    const gone = { effectiveAt: Number.NEGATIVE_INFINITY, reason: 'supposed' }
    return trial && { ...trial, distrust: new Map([...trial.distrust, [spkiSha256, gone]]) }
  })
  const lost = new Counter()
  const kept = new Counter()
  for (const [index, chain] of estate.chains.entries()) {
    const [one, other] = [before[index], after[index]]
    const runsThroughIt = one?.keys.has(spkiSha256) === true || chain.leaf?.spkiSha256 === spkiSha256
    if (!one?.trusted || !other || !runsThroughIt) continue
    if (other.trusted) kept.add(chain, one, other)
    else lost.add(chain, one, other)
  }
  return { lost: lost.counted(), kept: kept.counted() }
}
