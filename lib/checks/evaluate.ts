import { catalogue } from './catalogue/index.ts'
import type { Check, EvaluationContext, SettledVerdict, Verdict } from './contract.ts'
import type { EndpointFacts, IdentityFacts, IdentityRecord, SubjectFacts } from './facts.ts'
import { servedLeaves } from './served.ts'
import { weigh } from './weigh.ts'

/** A check that threw: a bug of the check. Its verdict is not assessed; the caller logs the error. */
export interface CheckError {
  readonly checkId: string
  readonly subjectId: string
  readonly error: unknown
}

export interface Evaluation {
  /** One verdict per check of the catalogue that speaks of this kind of subject, in the catalogue's order. */
  readonly verdicts: readonly SettledVerdict[]
  readonly errors: readonly CheckError[]
}

/** Judges an endpoint by every endpoint check. Pure: the same facts, policy and instant give the same verdicts. */
export function evaluateEndpoint(
  facts: EndpointFacts,
  context: EvaluationContext,
  checks: readonly Check[] = catalogue,
): Evaluation {
  const settle = settler(facts, facts.identity, facts.internetFacing === true, [facts], context)
  return collect(
    checks.flatMap((check) =>
      check.subject === 'endpoint' ? [settle(check, () => check.evaluate(facts, context))] : [],
    ),
  )
}

/** Judges an identity, with all that its endpoints serve, by every identity check. */
export function evaluateIdentity(
  facts: IdentityFacts,
  context: EvaluationContext,
  checks: readonly Check[] = catalogue,
): Evaluation {
  const internetFacing = facts.endpoints.some((endpoint) => endpoint.internetFacing === true)
  const settle = settler(facts, facts.identity, internetFacing, facts.endpoints, context)
  return collect(
    checks.flatMap((check) =>
      check.subject === 'identity' ? [settle(check, () => check.evaluate(facts, context))] : [],
    ),
  )
}

/** The first instant at which time alone changes one of the verdicts; null where none does. */
export function earliestChange(verdicts: Iterable<SettledVerdict>): Date | null {
  let earliest: Date | null = null
  for (const { changesAt } of verdicts) {
    if (changesAt !== null && (earliest === null || changesAt < earliest)) earliest = changesAt
  }
  return earliest
}

interface Settled {
  readonly verdict: SettledVerdict
  readonly error: CheckError | null
}

function settler(
  facts: SubjectFacts,
  identity: IdentityRecord | null,
  internetFacing: boolean,
  endpoints: readonly EndpointFacts[],
  context: EvaluationContext,
): (check: Check, evaluate: () => Verdict) => Settled {
  const subjectId = facts.subject === 'endpoint' ? facts.id : facts.identity.id
  const shared = { subjectKind: facts.subject, subjectId, ...provenance(endpoints) }
  return (check, evaluate) => {
    let verdict: Verdict
    let error: CheckError | null = null
    try {
      verdict = evaluate()
    } catch (thrown) {
      // One faulty check must not blind all others; the bug is handed to the boundary, which logs it.
      error = { checkId: check.id, subjectId, error: thrown }
      verdict = {
        outcome: 'not-assessed',
        reason: `check-error: ${thrown instanceof Error ? thrown.name : typeof thrown}`,
      }
    }
    const { changesAt } = verdict
    const weight =
      verdict.outcome === 'fail' ? weigh(check, verdict.grade, identity, internetFacing, context.policy) : null
    const evidence = 'evidence' in verdict ? verdict.evidence : {}
    const told = weight?.otherwise ? { severitySetBy: 'policy', severityOtherwise: weight.otherwise } : {}
    return {
      error,
      verdict: {
        checkId: check.id,
        ...shared,
        outcome: verdict.outcome,
        severity: weight?.severity ?? null,
        reason: 'reason' in verdict ? verdict.reason : null,
        evidence: { ...evidence, ...told },
        changesAt: changesAt !== undefined && isAhead(changesAt, context.now) ? changesAt : null,
      },
    }
  }
}

/**
 * An instant that has passed can no longer change anything and would make the clock spin. One beyond the year 9999,
 * where RFC 5280 4.1.2.5 puts certificates without an end, never comes and can't be stored.
 */
function isAhead(instant: Date, now: Date): boolean {
  return instant > now && instant.getUTCFullYear() <= 9999
}

function provenance(endpoints: readonly EndpointFacts[]): Pick<SettledVerdict, 'observationIds' | 'certificateSha256'> {
  const latest = endpoints.flatMap((endpoint) =>
    endpoint.addresses.flatMap((address) => (address.latest === null ? [] : [address.latest])),
  )
  const leaves = new Set(endpoints.flatMap(servedLeaves).map(({ sha256 }) => sha256))
  const [only] = leaves
  return {
    observationIds: [...new Set(latest.map(({ observationId }) => observationId))],
    // Several leaves: the evidence names each beside its address.
    certificateSha256: leaves.size === 1 ? (only ?? null) : null,
  }
}

function collect(settled: readonly Settled[]): Evaluation {
  return {
    verdicts: settled.map(({ verdict }) => verdict),
    errors: settled.flatMap(({ error }) => (error === null ? [] : [error])),
  }
}
