import { failed, observed, skipped, valueOf } from '#lib/core/observed.ts'
import type { TlsFacts, TrustOpinion } from '#lib/tls/observation.ts'
import type { Attempt } from '../attempt.ts'
import { type CertificatePath, findPath } from '../trust-path.ts'
import type { TrustStoreInput } from '../trust-store.ts'

/** Its name stands in the facts, so that a verdict says who formed it. */
const engine = 'countersign path search'

/**
 * The chain as sent, judged against the store by the product's own path search, the rules of RFC 5280 that it holds
 * paths to, and their dates.
 */
export function judgeTrust(attempt: Attempt, store: TrustStoreInput | null, now: Date): TlsFacts['trust'] {
  if (store === null) return skipped('no-store')
  const { chain } = attempt.flight
  if (chain === null || chain.length === 0)
    return failed(attempt.outcome.kind === 'handshake' ? 'no-certificate' : attempt.outcome.kind)
  const opinion = opinionOf(chain, store, now)
  return opinion === null ? failed('path-search-exhausted') : observed(opinion)
}

/**
 * The same of every other chain that the facts name. A chain of which not all certificates were kept is not judged, and
 * one whose search came to its bounds is left out.
 * `certificates`: DER by SHA-256 in hex.
 */
export function judgeOtherTrust(
  { trust, chain, otherChains, serverNames }: Pick<TlsFacts, 'trust' | 'chain' | 'otherChains' | 'serverNames'>,
  certificates: ReadonlyMap<string, Uint8Array>,
  store: TrustStoreInput | null,
  now: Date,
): TlsFacts['otherTrust'] {
  if (trust.status !== 'observed') return trust
  if (store === null) return skipped('no-store')
  const [main] = valueOf(chain) ?? []
  const { without, unknown } = valueOf(serverNames) ?? {}
  const shown = [...Object.values(valueOf(otherChains) ?? {}), without?.chain ?? [], unknown?.chain ?? []]
  const opinions: Record<string, TrustOpinion> = {}
  for (const hashes of shown) {
    const [leaf] = hashes
    if (leaf === undefined || leaf === main || leaf in opinions) continue
    const ders = hashes.flatMap((hash) => certificates.get(hash) ?? [])
    const opinion = ders.length === hashes.length ? opinionOf(ders, store, now) : null
    if (opinion !== null) opinions[leaf] = opinion
  }
  return observed(opinions)
}

/** Null where the search came to its bounds. */
function opinionOf(chain: readonly Uint8Array[], store: TrustStoreInput, now: Date): TrustOpinion | null {
  const { path, objection } = findPath(chain, store, now)
  if (objection === 'PATH_SEARCH_EXHAUSTED') return null
  return {
    engine,
    store: { id: store.id, name: store.name, asOf: store.asOf, version: store.version },
    pathFound: path !== null,
    error: path ? objectionToDates(path, now) : objection,
    path: path?.sha256 ?? [],
  }
}

/** In OpenSSL's words. */
function objectionToDates(path: CertificatePath, now: Date): string | null {
  if (now < path.validFrom) return 'CERT_NOT_YET_VALID'
  return now > path.validUntil ? 'CERT_HAS_EXPIRED' : null
}
