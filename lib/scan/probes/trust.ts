import { failed, observed, skipped } from '#lib/core/observed.ts'
import type { TlsFacts, TrustOpinion } from '#lib/tls/observation.ts'
import { chainsBesideMain } from '#lib/tls/shown-chains.ts'
import { opinionOf } from '#lib/tls/trust-opinion.ts'
import type { Attempt } from '../attempt.ts'
import { chainVerdict } from '../chain-verdict.ts'
import type { TrustStoreInput } from '../trust-store.ts'

/** The chain as sent, judged against the store by RFC 5280 6, dates included. */
export function judgeTrust(attempt: Attempt, store: TrustStoreInput | null, now: Date): TlsFacts['trust'] {
  if (store === null) return skipped('no-store')
  const { chain } = attempt.flight
  if (chain === null || chain.length === 0)
    return failed(attempt.outcome.kind === 'handshake' ? 'no-certificate' : attempt.outcome.kind)
  const opinion = opinionFor(chain, store, now)
  return opinion === null ? failed('path-search-exhausted') : observed(opinion)
}

/**
 * The same of every other chain that the facts name. A chain of which not all certificates were kept is not judged, and
 * one whose search came to its bounds is left out.
 * `certificates`: DER by SHA-256 in hex.
 */
export function judgeOtherTrust(
  facts: Pick<TlsFacts, 'trust' | 'chain' | 'otherChains' | 'serverNames'>,
  certificates: ReadonlyMap<string, Uint8Array>,
  store: TrustStoreInput | null,
  now: Date,
): TlsFacts['otherTrust'] {
  if (facts.trust.status !== 'observed') return facts.trust
  if (store === null) return skipped('no-store')
  const opinions: Record<string, TrustOpinion> = {}
  for (const hashes of chainsBesideMain(facts)) {
    const [leaf = ''] = hashes
    const ders = hashes.flatMap((hash) => certificates.get(hash) ?? [])
    const opinion = ders.length === hashes.length ? opinionFor(ders, store, now) : null
    if (opinion !== null) opinions[leaf] = opinion
  }
  return observed(opinions)
}

/** Null where the search came to its bounds. */
function opinionFor(chain: readonly Uint8Array[], store: TrustStoreInput, now: Date): TrustOpinion | null {
  const { id, name, asOf, version } = store
  return opinionOf(chainVerdict(chain, store), { id, name, asOf, version }, now)
}
