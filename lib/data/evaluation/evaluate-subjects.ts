import { catalogue } from '#lib/checks/catalogue/index.ts'
import { type Evaluation, earliestChange, evaluateEndpoint, evaluateIdentity } from '#lib/checks/evaluate.ts'
import { lapse } from '#lib/checks/lapse.ts'
import { reconcile } from '#lib/checks/reconcile.ts'
import { log } from '#lib/core/log.ts'
import type { Principal } from '#lib/core/principal.ts'
import { writeDueDates } from '../findings/due-dates.ts'
import { getTriageSettings } from '../findings/triage-settings.ts'
import { requireRole } from '../require-role.ts'
import { rollUpRotations } from '../rotations/roll-up-rotations.ts'
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

  const findings = await lockFindings(tx, locked.ids, identityIds)
  const changes = reconcile(findings, verdicts, now)
  const { approvalFrom } = await getTriageSettings(tx)
  const lapses = lapse(findings, changes, now, approvalFrom)
  await applyFindingChanges(tx, changes, lapses, now)
  await rollUpIdentities(tx, identities)
  const rotations = await rollUpRotations(tx, { endpoints, identities }, now)
  await rollUpFindings(tx, { endpointIds: locked.ids, identityIds })
  await writeDueDates(tx, { endpointIds: locked.ids, identityIds }, now)
  await writeReevaluateAt(tx, 'endpoint', nextLooks(ofEndpoints), now)
  await writeReevaluateAt(tx, 'identity', earlier(nextLooks(ofIdentities), rotations), now)
  return { verdictsWritten, findingsChanged: changes.length + lapses.length }
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

function earlier(looks: ReadonlyMap<string, Date | null>, others: ReadonlyMap<string, Date | null>) {
  const first = (a: Date | null, b: Date | null) => (a === null || (b !== null && b < a) ? b : a)
  return new Map([...looks].map(([id, at]) => [id, first(at, others.get(id) ?? null)]))
}
