import { catalogue } from '../catalogue/index.ts'
import { type Check, type EvaluationContext, rungs, type SettledVerdict } from '../contract.ts'
import { type CheckError, evaluateEndpoint, evaluateIdentity } from '../evaluate.ts'
import type { EndpointFacts } from '../facts.ts'
import { type Ladder, ladder, type RungDeclaration } from '../ladder.ts'
import type { EffectivePolicy } from '../policy.ts'

export const verificationVerdicts = ['proven', 'not-proven', 'not-assessable'] as const

export type VerificationVerdict = (typeof verificationVerdicts)[number]

export interface Judgement {
  readonly verdicts: readonly SettledVerdict[]
  readonly ladder: Ladder
  readonly errors: readonly CheckError[]
}

/** Whoever asks before a session asks about the peer, and not about how well the inventory is kept. */
export const verificationChecks: readonly Check[] = catalogue.filter(
  (check) => check.group !== 'inventory-and-ownership',
)

/** Those of them that an answer rests on: the others tell what else is to be said of the endpoint. */
export const decidingChecks: readonly Check[] = verificationChecks.filter(({ rung }) => rung !== undefined)

/**
 * "Does this endpoint prove the identity that it is asked for?": the one judgement behind the command line without a
 * database, the API and the pages. `facts.identity` is who is meant; without one nothing but the endpoint is judged.
 */
export function judgeEndpoint(
  facts: EndpointFacts,
  context: EvaluationContext,
  checks: readonly Check[] = verificationChecks,
): Judgement {
  const judged = [evaluateEndpoint(facts, context, checks)]
  if (facts.identity) {
    const { identity, rotations } = facts
    const alone = { rotations, trustDomainEnvironments: [], createdAt: context.now }
    judged.push(evaluateIdentity({ subject: 'identity', identity, endpoints: [facts], ...alone }, context, checks))
  }
  const verdicts = judged.flatMap((evaluation) => evaluation.verdicts)
  const errors = judged.flatMap((evaluation) => evaluation.errors)
  const declarations = rungChecks(checks, context.policy, new Set(errors.map(({ checkId }) => checkId)))
  return {
    verdicts,
    ladder: ladder({ policy: context.policy, endpointIds: [facts.id], verdicts }, declarations),
    errors,
  }
}

const pinning = ['pins', 'issuerPins'] as const

/**
 * Whoever pins a key wants it compared: a check that elsewhere only breaks its rung decides it here, so that a key
 * which could not be compared proves nothing. Nor does a check that threw, which the peer may have brought about.
 */
function rungChecks(
  checks: readonly Check[],
  policy: EffectivePolicy,
  threw: ReadonlySet<string>,
): readonly RungDeclaration[] {
  const set = pinning.filter((name) => policy[name] !== null)
  const decides = ({ id, parameters }: Check) => threw.has(id) || set.some((name) => parameters?.includes(name))
  return checks.map((check) =>
    check.rungRole === 'breaks' && decides(check) ? { ...check, rungRole: 'decides' } : check,
  )
}

/** Addresses of one name that a scan looks at, whoever answers at the others: with as many there may be more. */
export const mostAddresses = 64

/** Why what holds of all that was looked at proves nothing then. */
export const tooManyAddresses = {
  code: 'too-many-addresses',
  text: `the name has ${mostAddresses} addresses or more, of which as many are looked at: ask about one of them by its address, with the name as serverName`,
} as const

/**
 * One address that fails is an impostor's chance; one that could not be judged, or that was not even looked at, leaves the
 * question open. `addresses`: how many were looked at.
 */
export function verdictOf(ladders: readonly Ladder[], addresses: number): VerificationVerdict {
  if (ladders.some((one) => rungs.some((rung) => one.rungs[rung].status === 'fail'))) return 'not-proven'
  if (addresses >= mostAddresses) return 'not-assessable'
  return ladders.length > 0 && ladders.every(({ proven }) => proven) ? 'proven' : 'not-assessable'
}
