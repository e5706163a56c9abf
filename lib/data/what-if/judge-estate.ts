import { setImmediate as nextTurn } from 'node:timers/promises'
import { pool } from '#lib/db/client.ts'
import { type EstateJudge, refusal } from '#lib/x509/path/estate-judge.ts'
import type { Trial, TrialVerdict } from '#lib/x509/path/estate-ways.ts'
import { loadEdges } from '../trust/stored-edges.ts'
import type { LoadedEstate, Progress } from './load-estate.ts'
import { loadDers, type ServedChain } from './served-chain.ts'

/** Verdicts in the order of the chains. */
export type EstateVerdicts = readonly TrialVerdict[]

/** The trial of a store and kind of identity; null where there is no such store. */
export type TrialFor = (storeId: string, identity: ServedChain['identityKind']) => Trial | null

const noStore = refusal('no-path-to-anchor')
const malformed = refusal('malformed-certificate')

/** Chains that are judged before others get their turn in this process. */
const batchSize = 10_000
/** Leaves whose bytes are loaded at once, where only they can tell. */
const pageSize = 1000

/**
 * Judges every chain of the estate. `trialFor` is asked once for each store and kind of identity. Reads no certificate
 * but those whose own names or signatures are not known yet; what is learned of them is written down.
 */
export async function judgeEstate(
  { estate, chains }: LoadedEstate,
  trialFor: TrialFor,
  onProgress: Progress = async () => {},
  signal?: AbortSignal,
): Promise<EstateVerdicts> {
  const judges = new Map<string, EstateJudge | null>()
  const judgeOf = ({ storeId, identityKind }: ServedChain): EstateJudge | null => {
    if (storeId === null) return null
    const key = `${storeId} ${identityKind}`
    const known = judges.get(key)
    if (known !== undefined) return known
    const trial = trialFor(storeId, identityKind)
    const judge = trial && estate.judge(trial)
    judges.set(key, judge)
    return judge
  }
  const verdicts: TrialVerdict[] = []
  const open: Open[] = []
  for (const chain of chains) {
    const judge = judgeOf(chain)
    const verdict = chain.leaf === null ? malformed : judge === null ? noStore : judge.verdict(chain.leaf)
    if (verdict === null && judge) open.push({ index: verdicts.length, chain, judge })
    verdicts.push(verdict ?? noStore)
    if (verdicts.length % batchSize === 0) {
      await onProgress(verdicts.length - open.length, chains.length)
      await nextTurn()
      signal?.throwIfAborted()
    }
  }
  for (let from = 0; from < open.length; from += pageSize) {
    signal?.throwIfAborted()
    await onProgress(chains.length - open.length + from, chains.length)
    await judgePage(open.slice(from, from + pageSize), verdicts)
  }
  await onProgress(chains.length, chains.length)
  return verdicts
}

interface Open {
  readonly index: number
  readonly chain: ServedChain
  readonly judge: EstateJudge
}

async function judgePage(page: readonly Open[], verdicts: TrialVerdict[]): Promise<void> {
  const hashes = page.map(({ chain }) => chain.leafSha256)
  const [ders, edges] = await Promise.all([loadDers(pool(), hashes), loadEdges(pool(), hashes)])
  for (const { index, chain, judge } of page) {
    const der = ders.get(chain.leafSha256)
    if (chain.leaf && der) verdicts[index] = judge.verdictOfBytes(chain.leaf, der, edges)
  }
  await edges.save(pool())
}
