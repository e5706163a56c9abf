import { pool } from '#lib/db/client.ts'
import { loadTrustContexts } from '../trust/load-trust-context.ts'
import type { Counted, Difference, WhatIfAnswer } from './answer.ts'
import type { Change } from './change.ts'
import { type Comparison, compareVerdicts, type Turn, turns } from './compare.ts'
import type { Counter, Turned } from './counter.ts'
import { judgeEstate, type TrialFor } from './judge-estate.ts'
import type { LoadedEstate, Progress } from './load-estate.ts'
import { loadNames, type ReportNames } from './report-names.ts'
import { changedTrial, trialOf } from './trials.ts'

type Stores = WhatIfAnswer['stores']

/** The difference that a change would make to the verdicts over the stored estate. Scans nothing. */
export async function answerWhatIf(
  estate: LoadedEstate,
  change: Change,
  now: Date,
  onProgress?: Progress,
  signal?: AbortSignal,
): Promise<WhatIfAnswer> {
  const { stores, trialFor } = await standingTrials(estate, now)
  const supposed: TrialFor = (storeId, identity) => {
    const trial = trialFor(storeId, identity)
    return trial && changedTrial(trial, storeId, change)
  }
  const before = await judgeEstate(estate, trialFor, onProgress, signal)
  const after = await judgeEstate(estate, supposed, onProgress, signal)
  const comparison = compareVerdicts(estate.chains, before, after)
  return report(estate, comparison, stores, now)
}

/** The trials of the estate as it stands. */
export async function standingTrials(
  { chains }: LoadedEstate,
  now: Date,
): Promise<{ stores: Stores; trialFor: TrialFor }> {
  const answering = Map.groupBy(chains, ({ storeId }) => storeId)
  const ids = [...answering.keys()].flatMap((id) => id ?? [])
  const contexts = await loadTrustContexts(pool(), ids)
  const stores = [...contexts.values()].map(({ id, name, version, asOf }) => {
    return { id, name, version, asOf: asOf.toISOString(), chains: answering.get(id)?.length ?? 0 }
  })
  const trialFor: TrialFor = (storeId, identity) => {
    const context = contexts.get(storeId)
    return context ? trialOf(context, identity, now) : null
  }
  return { stores: stores.toSorted((one, other) => other.chains - one.chains), trialFor }
}

async function report(
  { chains }: LoadedEstate,
  comparison: Comparison,
  stores: Stores,
  now: Date,
): Promise<WhatIfAnswer> {
  const counters = turns.map((turn) => comparison[turn])
  const listed = counters.flatMap((counter) => counter.listed)
  const names = await loadNames({
    endpoints: listed.map(({ chain }) => chain.endpointId),
    identities: [
      ...listed.flatMap(({ chain }) => chain.identityId ?? []),
      ...counters.flatMap((counter) => counter.identities.map(([id]) => id)),
    ],
    certificates: listed.flatMap(({ chain, before, after }) => [chain.leafSha256, ...before.path, ...after.path]),
  })
  const counted = (turn: Turn) => countedOf(comparison[turn], names, stores)
  return {
    judgedAt: now.toISOString(),
    stores,
    chains: chains.length,
    withoutStore: chains.filter(({ storeId }) => storeId === null).length,
    unreadable: chains.filter(({ leaf }) => leaf === null).length,
    trustedBefore: comparison.trustedBefore,
    trustedAfter: comparison.trustedAfter,
    broken: counted('broken'),
    mended: counted('mended'),
    rerouted: counted('rerouted'),
    kept: counted('kept'),
    certificates: Object.fromEntries(names.certificates),
  }
}

function countedOf(counter: Counter, names: ReportNames, stores: Stores): Counted {
  return {
    ...counter.tally,
    environments: counter.environments.map(([id, tally]) => ({
      id,
      name: id === null ? null : (names.environments.get(id) ?? null),
      ...tally,
    })),
    byIdentity: counter.identities.flatMap(([id, tally]) => {
      const known = names.identities.get(id)
      return known ? [{ id, ...known, ...tally }] : []
    }),
    listed: counter.listed.map((turned) => difference(turned, names, stores)),
  }
}

function difference({ chain, before, after }: Turned, names: ReportNames, stores: Stores): Difference {
  const { endpointId, identityId, storeId, leafSha256 } = chain
  const identity = identityId === null ? undefined : names.identities.get(identityId)
  const told = ({ trusted, reason, path }: Turned['before']) => ({ trusted, reason, path: [...path] })
  return {
    endpointId,
    endpoint: names.endpoints.get(endpointId) ?? endpointId,
    identityId,
    identity: identity?.name ?? null,
    environment: identity?.environment ?? null,
    storeId,
    store: stores.find(({ id }) => id === storeId)?.name ?? null,
    leafSha256,
    before: told(before),
    after: told(after),
  }
}
