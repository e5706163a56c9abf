import { isIP } from 'node:net'
import type { SettledVerdict } from '#lib/checks/contract.ts'
import type { Ladder } from '#lib/checks/ladder.ts'
import { effectivePolicy } from '#lib/checks/policy.ts'
import { judgeEndpoint } from '#lib/checks/verification/judge-endpoint.ts'
import { log } from '#lib/core/log.ts'
import { factsFromObservations, namedIdentity } from '#lib/data/verify/facts-from-observations.ts'
import type { Depth, Observation } from '#lib/tls/observation.ts'
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

/** Judges one address by itself. The identity is the one named, else the name that was dialled. */
export function judgeObservation(observation: Observation, options: ScanOptions, now: Date): JudgedObservation {
  const identity = options.identity ?? dialledName(observation)
  const { depth } = options.observe
  const known = { store: options.store, depth }
  const facts = factsFromObservations(observation.target, [observation], identity && namedIdentity(identity), known)
  const { verdicts, ladder, errors } = judgeEndpoint(facts, { now, policy: effectivePolicy(null, options.policy) })
  for (const { checkId, error } of errors) log.error({ err: error, checkId }, 'a check threw')
  return { observation, depth, identity, verdicts, ladder }
}

function dialledName({ target }: Observation): NamedIdentity | null {
  return isIP(target.host) === 0 ? { kind: 'dns', name: target.host } : null
}
