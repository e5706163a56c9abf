import type { EvaluationContext, Verdict } from './contract.ts'
import type { EndpointFacts, SharedUse } from './facts.ts'
import { leavesShared, passWhileServed } from './served.ts'
import { fail, notApplicable, notAssessed } from './verdict.ts'

/** Whether what an endpoint serves is also in use in another environment. `seen`: whether a leaf is known at all. */
export function judgeEnvironments(
  facts: EndpointFacts,
  context: EvaluationContext,
  seen: boolean,
  uses: readonly SharedUse[],
): Verdict<'production' | 'elsewhere'> {
  if (!seen) return notAssessed('no certificate seen yet')
  const own = facts.identity?.environment ?? null
  if (own === null) return notApplicable('the environment of the endpoint is unknown')
  const known = uses.flatMap((use) => {
    const environment = use.identity?.environment
    return environment ? [{ use, endpoint: use.endpointLabel, environment }] : []
  })
  const others = known.filter(({ environment }) => environment.id !== own.id)
  const evidence = {
    environment: own.name,
    certificateSha256: leavesShared(
      facts,
      others.map(({ use }) => use),
    ),
    usedAlsoAt: others.map(({ endpoint, environment }) => ({ endpoint, environment: environment.name })),
  }
  if (others.length > 0) {
    const production = own.production || others.some(({ environment }) => environment.production)
    return fail(production ? 'production' : 'elsewhere', evidence)
  }
  const unknown = uses.length - known.length
  return unknown > 0
    ? notAssessed(`the environment of ${unknown} other endpoints is unknown`)
    : passWhileServed(facts, context, evidence)
}
