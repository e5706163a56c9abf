import { isIP } from 'node:net'
import { catalogue } from '#lib/checks/catalogue/index.ts'
import type { SettledVerdict } from '#lib/checks/contract.ts'
import { evaluateEndpoint, evaluateIdentity } from '#lib/checks/evaluate.ts'
import { type Ladder, ladder } from '#lib/checks/ladder.ts'
import { effectivePolicy } from '#lib/checks/policy.ts'
import { log } from '#lib/core/log.ts'
import type { Depth, Observation } from '#lib/tls/observation.ts'
import { endpointId, factsFromObservation } from './facts-from-observation.ts'
import type { NamedIdentity, ScanOptions } from './scan-options.ts'

/** An observation of one address with what the checks say of it. */
export interface JudgedObservation {
  readonly observation: Observation
  /** What the scan went after. */
  readonly depth: Depth
  readonly identity: NamedIdentity | null
  readonly verdicts: readonly SettledVerdict[]
  readonly ladder: Ladder
}

/** A command knows no inventory, so what is asked of one is left out. */
const checks = catalogue.filter((check) => check.group !== 'inventory-and-ownership')

/** Judges one address by itself. The identity is the one named, else the name that was dialled. */
export function judgeObservation(observation: Observation, options: ScanOptions, now: Date): JudgedObservation {
  const identity = options.identity ?? dialledName(observation)
  const facts = factsFromObservation(observation, identity, options)
  const policy = effectivePolicy(null, options.policy)
  const context = { now, policy }
  const judged = [evaluateEndpoint(facts, context, checks)]
  if (facts.identity) {
    const { identity: record, rotations } = facts
    const alone = { rotations, trustDomainEnvironments: [], createdAt: now }
    judged.push(
      evaluateIdentity({ subject: 'identity', identity: record, endpoints: [facts], ...alone }, context, checks),
    )
  }
  for (const { checkId, error } of judged.flatMap(({ errors }) => errors))
    log.error({ err: error, checkId }, 'a check threw')
  const verdicts = judged.flatMap((evaluation) => evaluation.verdicts)
  const { depth } = options.observe
  const assurance = ladder({ policy, endpointIds: [endpointId], verdicts }, checks)
  return { observation, depth, identity, verdicts, ladder: assurance }
}

function dialledName({ target }: Observation): NamedIdentity | null {
  return isIP(target.host) === 0 ? { kind: 'dns', name: target.host } : null
}
