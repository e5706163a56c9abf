import type { TrustOpinion } from '#lib/tls/observation.ts'
import type { ToldRefusal } from '#lib/x509/path/judge-chain.ts'
import { isPathReason, pathReasonWords } from '#lib/x509/path/path-reason-words.ts'
import { pathSpeakers, unlinked } from './path-reasons.ts'

export interface PathRefusal {
  /** Whose finding it is: see path-reasons.ts. */
  readonly by: 'anchor' | 'unauthorised' | 'rule'
  /** The refusals that say so, the weightiest first; none where the engine told its outcome alone. */
  readonly refused: readonly ToldRefusal[]
}

/**
 * What an opinion's chain is refused for; null where a path stands, whatever its dates. The rule that a path to one of
 * the anchors breaks is what keeps it from being trusted, whatever dead ends there are beside it. Where no path came as
 * far, a dead end says that the anchor is missing: a namesake whose key did not sign is then no more than that.
 */
export function pathRefusal(
  { pathFound, error, verdict }: TrustOpinion,
  anchorSha256: readonly string[],
): PathRefusal | null {
  const word = error !== null && isPathReason(error) ? pathSpeakers[error] : null
  if (pathFound) return error === null || word === 'date' ? null : { by: told(word) ?? 'rule', refused: [] }
  if (error === 'distrusted') return { by: 'anchor', refused: [] }
  const refused = verdict?.refused ?? []
  const broken = refused.filter((one) => speakerOf(one) === 'unauthorised' || speakerOf(one) === 'rule')
  const anchors = new Set(anchorSha256)
  const reached = broken.filter(({ sha256, fault }) => anchors.has(sha256.at(-1) ?? '') && !unlinked.has(fault.reason))
  if (reached.length > 0) return byRule(reached)
  const deadEnds = refused.filter((one) => speakerOf(one) === 'anchor')
  if (deadEnds.length > 0) return { by: 'anchor', refused: deadEnds }
  return broken.length > 0 ? byRule(broken) : { by: told(word) ?? 'anchor', refused: [] }
}

function byRule(broken: readonly ToldRefusal[]): PathRefusal {
  const worst = broken.filter((one) => speakerOf(one) === 'unauthorised')
  const others = broken.filter((one) => speakerOf(one) !== 'unauthorised')
  return { by: worst.length > 0 ? 'unauthorised' : 'rule', refused: [...worst, ...others] }
}

function speakerOf({ fault }: ToldRefusal) {
  return pathSpeakers[fault.reason]
}

function told(word: ReturnType<typeof speakerOf> | null): PathRefusal['by'] | null {
  return word === 'anchor' || word === 'unauthorised' || word === 'rule' ? word : null
}

/** As much of what was tried as tells why there is no path. */
const mostRefusals = 5

/** The refusals as evidence. */
export function tellRefused(refused: readonly ToldRefusal[]) {
  return refused
    .slice(0, mostRefusals)
    .map(({ sha256, fault }) => ({ path: sha256, why: pathReasonWords[fault.reason], ...fault }))
}

/** When the last path of an opinion falls to a distrust that is announced; null where one outlives them all. */
export function lastDistrust({ verdict }: TrustOpinion): Date | null {
  const instants = verdict?.paths.map(({ distrustedFrom }) => distrustedFrom) ?? []
  const announced = instants.flatMap((instant) => instant ?? [])
  if (announced.length < instants.length || announced.length === 0) return null
  return new Date(Math.max(...announced.map((instant) => Date.parse(instant))))
}
