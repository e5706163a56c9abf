import { pool } from '#lib/db/client.ts'
import { rows } from '../sql.ts'
import { loadTrustContexts } from '../trust/load-trust-context.ts'
import type { Change } from './change.ts'
import { type Comparison, compareVerdicts } from './compare.ts'
import { judgeEstate } from './judge-estate.ts'
import type { LoadedEstate, ServedChain } from './load-estate.ts'
import { changedTrial, trialOf } from './trials.ts'

export interface WhatIfAnswer extends Comparison {
  /** The instant that both sides were judged at, but for a date that the change supposes. */
  readonly judgedAt: string
  /** The stores that counted, with their versions. */
  readonly stores: readonly { readonly id: string; readonly name: string; readonly version: string }[]
}

/** The difference that a change would make to the verdicts over the stored estate. Scans nothing. */
export async function answerWhatIf(estate: LoadedEstate, change: Change, now: Date): Promise<WhatIfAnswer> {
  const { stores, trialFor } = await standingTrials(estate, now)
  const before = await judgeEstate(estate, trialFor)
  const after = await judgeEstate(estate, (storeId, identity) => {
    const trial = trialFor(storeId, identity)
    return trial && changedTrial(trial, storeId, change)
  })
  return { judgedAt: now.toISOString(), stores, ...compareVerdicts(estate.chains, before, after) }
}

/** The trials of the estate as it stands. */
export async function standingTrials({ chains }: LoadedEstate, now: Date) {
  const contexts = await loadTrustContexts(pool(), [...new Set(chains.flatMap(({ storeId }) => storeId ?? []))])
  const trialFor = (storeId: string, identity: ServedChain['identityKind']) => {
    const context = contexts.get(storeId)
    return context ? trialOf(context, identity, now) : null
  }
  const stores = [...contexts.values()].map(({ id, name, version }) => ({ id, name, version }))
  return { stores, trialFor }
}

/** Labels of endpoints and identities that a report names. */
export async function namesOf(
  endpointIds: readonly string[],
): Promise<Map<string, { label: string; identity: string | null; environment: string | null }>> {
  const found = await rows<{ id: string; label: string; identity: string | null; environment: string | null }>(
    pool(),
    `SELECT e.id, e.host || ':' || e.port AS label, i.name AS identity, env.name AS environment
       FROM endpoint e LEFT JOIN identity i ON i.id = e.identity_id LEFT JOIN environment env ON env.id = i.environment_id
      WHERE e.id = ANY ($1::uuid[])`,
    [[...new Set(endpointIds)]],
  )
  return new Map(found.map(({ id, ...names }) => [id, names]))
}
