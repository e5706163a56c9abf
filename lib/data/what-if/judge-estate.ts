import { pool } from '#lib/db/client.ts'
import type { Trial, TrialVerdict } from '#lib/x509/path/estate.ts'
import { type LoadedEstate, loadDers, type ServedChain } from './load-estate.ts'

/** Verdicts in the order of the chains. */
export type EstateVerdicts = readonly TrialVerdict[]

const noStore: TrialVerdict = { trusted: false, reason: 'no-path-to-anchor', path: [], keys: new Set() }
const malformed: TrialVerdict = { trusted: false, reason: 'malformed-certificate', path: [], keys: new Set() }

/** Leaves whose bytes are loaded at once, where only they can tell. */
const pageSize = 1000

/**
 * Judges every chain of the estate. `trialFor` gives the trial of a store and kind of identity; it is asked once for
 * each. Reads no certificate but those few whose own names or signatures are not known yet.
 */
export async function judgeEstate(
  { estate, chains }: LoadedEstate,
  trialFor: (storeId: string, identity: ServedChain['identityKind']) => Trial | null,
): Promise<EstateVerdicts> {
  const judges = new Map<string, { trial: Trial; judge: ReturnType<typeof estate.judge> } | null>()
  const judgeOf = ({ storeId, identityKind }: ServedChain) => {
    if (storeId === null) return null
    const key = `${storeId} ${identityKind}`
    const known = judges.get(key)
    if (known !== undefined) return known
    const trial = trialFor(storeId, identityKind)
    const made = trial && { trial, judge: estate.judge(trial) }
    judges.set(key, made)
    return made
  }
  const open: number[] = []
  const verdicts = chains.map((chain, index): TrialVerdict => {
    if (chain.leaf === null) return malformed
    const judged = judgeOf(chain)?.judge(chain.leaf)
    if (judged === null) open.push(index)
    return judged ?? noStore
  })
  for (let from = 0; from < open.length; from += pageSize) {
    const page = open.slice(from, from + pageSize)
    const ders = await loadDers(
      pool(),
      page.flatMap((index) => chains[index]?.leafSha256 ?? []),
    )
    for (const index of page) {
      const chain = chains[index]
      const der = chain && ders.get(chain.leafSha256)
      const trial = chain && judgeOf(chain)?.trial
      if (chain?.leaf && der && trial) verdicts[index] = estate.judgeBytes(chain.leaf, der, trial)
    }
  }
  return verdicts
}
