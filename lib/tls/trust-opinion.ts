import { type ChainVerdict, chosenPath } from '#lib/x509/path/judge-chain.ts'
import type { TrustOpinion } from './observation.ts'

/** Its name stands in the facts, so that a verdict says who formed it. */
const engine = 'countersign path validation (RFC 5280)'

/** The opinion that a verdict amounts to at an instant; null where the search came to its bounds without a path. */
export function opinionOf(verdict: ChainVerdict, store: TrustOpinion['store'], now: Date): TrustOpinion | null {
  const { path, objection } = chosenPath(verdict, now)
  if (path === null && verdict.exhausted) return null
  const found = path !== null && objection !== 'distrusted'
  return { engine, store, pathFound: found, error: objection, path: found ? path.sha256 : [], verdict }
}
