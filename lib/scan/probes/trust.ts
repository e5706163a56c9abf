import { failed, observed, skipped } from '#lib/core/observed.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
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
  const { path, objection } = findPath(chain, store)
  return observed({
    engine,
    store: { id: store.id, name: store.name, asOf: store.asOf, version: store.version },
    pathFound: path !== null,
    error: path ? objectionToDates(path, now) : objection,
    path: path?.sha256 ?? [],
  })
}

/** In OpenSSL's words. */
function objectionToDates(path: CertificatePath, now: Date): string | null {
  if (now < path.validFrom) return 'CERT_NOT_YET_VALID'
  return now > path.validUntil ? 'CERT_HAS_EXPIRED' : null
}
