import { catalogue } from '#lib/checks/catalogue/index.ts'
import { type Evaluation, earliestChange, evaluateEndpoint, evaluateIdentity } from '#lib/checks/evaluate.ts'
import { reconcile } from '#lib/checks/reconcile.ts'
import { log } from '#lib/core/log.ts'
import type { Principal } from '#lib/core/principal.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction } from '../sql.ts'
import { applyFindingChanges, lockFindings } from './apply-finding-changes.ts'
import { loadEndpointFacts } from './load-endpoint-facts.ts'
import { loadIdentityFacts } from './load-identity-facts.ts'
import { lockEndpoints, lockIdentities } from './lock-subjects.ts'
import { rollUpFindings, writeReevaluateAt } from './roll-up-findings.ts'
import { rollUpIdentities } from './roll-up-identities.ts'
import { dropRetiredVerdicts, writeVerdicts } from './write-verdicts.ts'

export interface Subjects {
  readonly endpointIds: readonly string[]
  readonly identityIds: readonly string[]
}

export interface EvaluationSummary {
  readonly verdictsWritten: number
  readonly findingsChanged: number
}

/**
 * Judges what is recorded of endpoints and identities (those of the endpoints included) by the policy that stands, and
 * writes what changed. Scans nothing. Throws `forbidden` below analyst.
 */
export async function evaluateSubjects(
  principal: Principal,
  subjects: Subjects,
  now: Date = new Date(),
): Promise<EvaluationSummary> {
  requireRole(principal, 'analyst')
  return inTransaction((tx) => evaluateInTransaction(tx, subjects, now))
}

/** `evaluateSubjects` as a part of a transaction that has written what is to be judged. */
export async function evaluateInTransaction(tx: Db, subjects: Subjects, now: Date): Promise<EvaluationSummary> {
  const locked = await lockEndpoints(tx, subjects.endpointIds)
  const identityIds = await lockIdentities(tx, [...subjects.identityIds, ...locked.identityIds])
  const endpoints = await loadEndpointFacts(tx, locked.ids, now)
  const identities = await loadIdentityFacts(tx, identityIds, now, endpoints)

  const ofEndpoints = judge(endpoints, ({ facts, policy }) => evaluateEndpoint(facts, { now, policy }))
  const ofIdentities = judge(identities, ({ facts, policy }) => evaluateIdentity(facts, { now, policy }))
  const verdicts = [...ofEndpoints.values(), ...ofIdentities.values()].flat()
  const verdictsWritten = await writeVerdicts(tx, verdicts, now)
  await dropRetiredVerdicts(
    tx,
    locked.ids,
    identityIds,
    catalogue.map((check) => check.id),
  )

  const changes = reconcile(await lockFindings(tx, locked.ids, identityIds), verdicts, now)
  await applyFindingChanges(tx, changes, now)
  await rollUpIdentities(tx, identities)
  await rollUpFindings(tx, { endpointIds: locked.ids, identityIds })
  await writeReevaluateAt(tx, 'endpoint', nextLooks(ofEndpoints), now)
  await writeReevaluateAt(tx, 'identity', nextLooks(ofIdentities), now)
  return { verdictsWritten, findingsChanged: changes.length }
}

function judge<Subject>(
  subjects: ReadonlyMap<string, Subject>,
  evaluate: (subject: Subject) => Evaluation,
): Map<string, Evaluation['verdicts']> {
  return new Map(
    [...subjects].map(([id, subject]) => {
      const { verdicts, errors } = evaluate(subject)
      for (const { checkId, subjectId, error } of errors) log.error({ checkId, subjectId, err: error }, 'a check threw')
      return [id, verdicts]
    }),
  )
}

function nextLooks(verdicts: ReadonlyMap<string, Evaluation['verdicts']>): Map<string, Date | null> {
  return new Map([...verdicts].map(([id, own]) => [id, earliestChange(own)]))
}
