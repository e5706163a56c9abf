import { type Observed, observed } from '#lib/core/observed.ts'
import type { TlsFacts, TrustOpinion } from '#lib/tls/observation.ts'

/**
 * The facts as they are kept: of what the scanner thought of a chain only the outcome. Paths are judged anew from the
 * stored certificates whenever they matter, against the store that counts then.
 */
export function withoutVerdicts(facts: TlsFacts): TlsFacts {
  return {
    ...facts,
    trust: mapped(facts.trust, outcomeOf),
    otherTrust: mapped(facts.otherTrust, (opinions) =>
      Object.fromEntries(Object.entries(opinions).map(([leaf, opinion]) => [leaf, outcomeOf(opinion)])),
    ),
  }
}

function outcomeOf({ verdict: _verdict, ...outcome }: TrustOpinion): TrustOpinion {
  return outcome
}

function mapped<T>(fact: Observed<T>, change: (value: T) => T): Observed<T> {
  return fact.status === 'observed' ? observed(change(fact.value)) : fact
}
