import { failed, observed, skipped } from '#lib/core/observed.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import type { Attempt } from '../attempt.ts'
import { type CertificatePath, findPath } from '../trust-path.ts'
import type { TrustStoreInput } from '../trust-store.ts'

/** Its name stands in the facts, so that a verdict says who formed it. */
const engine = 'countersign path search'

/** The chain as sent, judged against the store by the product's own path search and the dates of the path. */
export function judgeTrust(attempt: Attempt, store: TrustStoreInput | null, now: Date): TlsFacts['trust'] {
  if (store === null) return skipped('no-store')
  const { chain } = attempt.flight
  if (chain === null || chain.length === 0)
    return failed(attempt.outcome.kind === 'handshake' ? 'no-certificate' : attempt.outcome.kind)
  const path = findPath(chain, store)
  return observed({
    engine,
    store: { id: store.id, name: store.name, asOf: store.asOf, version: store.version },
    pathFound: path !== null,
    error: objectionTo(path, now),
    path: path?.sha256 ?? [],
  })
}

/** In OpenSSL's words. */
function objectionTo(path: CertificatePath | null, now: Date): string | null {
  if (path === null) return 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'
  if (now < path.validFrom) return 'CERT_NOT_YET_VALID'
  return now > path.validUntil ? 'CERT_HAS_EXPIRED' : null
}
