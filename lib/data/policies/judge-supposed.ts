import type { SettledVerdict } from '#lib/checks/contract.ts'
import { evaluateEndpoint, evaluateIdentity } from '#lib/checks/evaluate.ts'
import { type Ladder, ladder } from '#lib/checks/ladder.ts'
import type { Subjects } from '../evaluation/evaluate-subjects.ts'
import { type EndpointSubject, loadEndpointFacts } from '../evaluation/load-endpoint-facts.ts'
import { type IdentitySubject, loadIdentityFacts } from '../evaluation/load-identity-facts.ts'
import { type Db, inTransaction } from '../sql.ts'

/** An identity with its endpoints, or an endpoint without one. */
export interface JudgedSubject {
  readonly identity: { readonly id: string; readonly name: string } | null
  readonly endpoints: readonly { readonly id: string; readonly name: string }[]
  /** By check and subject. */
  readonly verdicts: ReadonlyMap<string, SettledVerdict>
  /** Null where there is no identity. */
  readonly ladder: Ladder | null
}

export interface Supposition {
  /** By the identity's id, or the endpoint's where it has none. */
  readonly before: ReadonlyMap<string, JudgedSubject>
  readonly after: ReadonlyMap<string, JudgedSubject>
}

/**
 * Judges subjects as they stand, and as they would stand after `suppose`, which writes into a transaction that is undone
 * and says whom to judge. Nothing stays written, nothing is scanned.
 */
export async function judgeSupposed<T extends Subjects>(
  suppose: (tx: Db) => Promise<T>,
  now: Date,
): Promise<Supposition & { readonly supposed: T }> {
  let told: (Supposition & { readonly supposed: T }) | null = null
  await inTransaction(async (tx) => {
    await tx.query('SAVEPOINT supposed')
    const supposed = await suppose(tx)
    const after = await judge(tx, supposed, now)
    await tx.query('ROLLBACK TO SAVEPOINT supposed')
    told = { supposed, after, before: await judge(tx, supposed, now) }
    throw new Undone()
  }).catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error
  })
  if (told === null) throw new Error('nothing was supposed')
  return told
}

/** Ends a transaction whose work was not meant to stay. */
class Undone extends Error {}

async function judge(db: Db, { endpointIds, identityIds }: Subjects, now: Date): Promise<Map<string, JudgedSubject>> {
  const endpoints = await loadEndpointFacts(db, endpointIds, now)
  const identities = await loadIdentityFacts(db, identityIds, now, endpoints)
  const bound = new Set([...identities.values()].flatMap(({ facts }) => facts.endpoints.map(({ id }) => id)))
  const loose = [...endpoints].filter(([id, { facts }]) => !bound.has(id) && facts.identity === null)
  return new Map([
    ...[...identities].map(([id, subject]) => [id, judgeIdentity(subject, now)] as const),
    ...loose.map(([id, subject]) => [id, judgeEndpoint(subject, now)] as const),
  ])
}

function judgeIdentity({ facts, policy }: IdentitySubject, now: Date): JudgedSubject {
  const context = { now, policy }
  const verdicts = [
    ...facts.endpoints.flatMap((endpoint) => evaluateEndpoint(endpoint, context).verdicts),
    ...evaluateIdentity(facts, context).verdicts,
  ]
  const { id, name } = facts.identity
  return {
    identity: { id, name },
    endpoints: facts.endpoints.map(nameOf),
    verdicts: byKey(verdicts),
    ladder: ladder({ policy, endpointIds: facts.endpoints.map((endpoint) => endpoint.id), verdicts }),
  }
}

function judgeEndpoint({ facts, policy }: EndpointSubject, now: Date): JudgedSubject {
  const { verdicts } = evaluateEndpoint(facts, { now, policy })
  return { identity: null, endpoints: [nameOf(facts)], verdicts: byKey(verdicts), ladder: null }
}

function nameOf({ id, host, port }: EndpointSubject['facts']): { id: string; name: string } {
  return { id, name: `${host}:${port}` }
}

function byKey(verdicts: readonly SettledVerdict[]): Map<string, SettledVerdict> {
  return new Map(verdicts.map((one) => [`${one.checkId} ${one.subjectId}`, one]))
}
