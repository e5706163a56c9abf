import type { EndpointFacts } from '#lib/checks/facts.ts'
import { servedLeaves } from '#lib/checks/served.ts'
import { answersPool } from '#lib/db/client.ts'
import type { Depth, Observation } from '#lib/tls/observation.ts'
import { judgeAddresses } from '../evaluation/judge-addresses.ts'
import type { LoadedAddresses } from '../evaluation/load-addresses.ts'
import { loadChainContext } from '../evaluation/load-chain-context.ts'
import { judgeEndpoints, type LoadedEndpoints, loadEndpoints, storeFacts } from '../evaluation/load-endpoint-facts.ts'
import { loadExposuresOf } from '../evaluation/load-key-exposures.ts'
import { loadUsesOfKeys } from '../evaluation/load-shared-uses.ts'
import { withKeyTests } from '../evaluation/with-key-tests.ts'
import { withTimestamps } from '../evaluation/with-timestamps.ts'
import type { Db } from '../sql.ts'
import type { TrustContext } from '../trust/load-trust-context.ts'
import { factsFromObservations } from './facts-from-observations.ts'
import type { Asked, Found } from './find-asked.ts'

/** The facts to judge, as though the endpoint were bound to whom is asked for, and the store that it is judged by. */
export interface AskedEvidence {
  readonly facts: EndpointFacts
  readonly store: Pick<TrustContext, 'id' | 'name' | 'version' | 'asOf' | 'publicRoots'> | null
}

/** What is on record of an endpoint of the inventory; null where it is gone. */
export async function loadEvidence(
  asked: Asked,
  endpointId: string,
  now: Date,
  db: Db = answersPool(),
): Promise<AskedEvidence | null> {
  return evidenceFrom(asked, await loadEndpoints(db, [endpointId], now), now, db)
}

/** What was read of the question's endpoint when it was found; null where it is in no inventory. */
export async function evidenceOnRecord({ asked, onRecord }: Found, now: Date): Promise<AskedEvidence | null> {
  const db = answersPool()
  return asked.endpoint && evidenceFrom(asked, await judgeEndpoints(db, onRecord, now), now, db)
}

async function evidenceFrom(
  asked: Asked,
  { subjects, addresses }: LoadedEndpoints,
  now: Date,
  db: Db,
): Promise<AskedEvidence | null> {
  const [subject] = subjects.values()
  if (!subject) return null
  const { facts, store } = subject
  // The record of the endpoint may have a store of its own (that of the rule which bound it).
  if (facts.identity !== null && facts.identity.id === asked.identityId) return { facts, store }
  return judgedFor(asked, facts, addresses, now, db)
}

/** What a look at an endpoint that the inventory does not hold has shown. */
export function evidenceOf(
  asked: Asked,
  observations: readonly Observation[],
  depth: Depth,
  now: Date,
  db: Db = answersPool(),
): Promise<AskedEvidence> {
  const { host, port, serverName, transport } = asked.question.endpoint
  const target = { host, port, serverName, transport }
  const facts = factsFromObservations(target, observations, asked.identity, { store: null, depth })
  const ders = new Map(observations.flatMap(({ certificates }) => [...certificates]))
  return judgedFor(asked, facts, { byEndpoint: new Map([[facts.id, facts.addresses]]), ders }, now, db)
}

/** The facts with the chains judged by the store and the profile of whom is asked for. */
async function judgedFor(
  { identity, identityId, storeId, endpoint }: Asked,
  facts: EndpointFacts,
  loaded: LoadedAddresses,
  now: Date,
  db: Db,
): Promise<AskedEvidence> {
  const context = await loadChainContext(db, loaded, storeId === null ? [] : [storeId])
  const store = storeId === null ? null : (context.stores.get(storeId) ?? null)
  const question = { id: facts.id, store, identity: identity.kind }
  const tested = withKeyTests(await judgeAddresses(db, loaded, [question], context, now), loaded.ders)
  const judged = withTimestamps(tested, loaded.ders, context.ctLogs)
  const addresses = judged.get(facts.id) ?? []
  const ctLogs = context.ctLogs && { ctLogs: context.ctLogs }
  const shown = { ...facts, identity, store: store && storeFacts(store, null, now), addresses, ...ctLogs }
  return { facts: { ...shown, ...(await recordsOfKeys(shown, identityId, endpoint !== null, db)) }, store }
}

/**
 * What the records know of the keys that are shown, whoever shows them: a stolen key proves nothing at an endpoint that
 * nobody recorded either. Of an endpoint of the inventory more is known already.
 */
async function recordsOfKeys(
  facts: EndpointFacts,
  identityId: string | null,
  onRecord: boolean,
  db: Db,
): Promise<Pick<EndpointFacts, 'keyExposures' | 'sharedUses'>> {
  const leaves = servedLeaves(facts)
  const spkis = leaves.map(({ spkiSha256 }) => spkiSha256)
  return {
    keyExposures: [...(facts.keyExposures ?? []), ...(await loadExposuresOf(db, leaves, identityId))],
    sharedUses: onRecord ? facts.sharedUses : await loadUsesOfKeys(db, spkis),
  }
}
