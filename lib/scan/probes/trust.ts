import { failed, observed, skipped } from '#lib/core/observed.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import type { Attempt } from '../attempt.ts'
import { type CertificatePath, findPath } from '../trust-path.ts'
import type { TrustStoreInput } from '../trust-store.ts'

const openssl = `node:tls (OpenSSL ${process.versions.openssl})`
const ownSearch = `path search (OpenSSL ${process.versions.openssl} signatures)`

/**
 * The chain as sent, judged against the store. Where the handshake finished, node:tls judged it in that handshake; where
 * the server broke it off (it wants a client certificate, say), the path search and the dates of its path judge alone.
 */
export function judgeTrust(attempt: Attempt, store: TrustStoreInput | null, now: Date): TlsFacts['trust'] {
  if (store === null) return skipped('no-store')
  const { chain } = attempt.flight
  if (chain === null || chain.length === 0)
    return failed(attempt.outcome.kind === 'handshake' ? 'no-certificate' : attempt.outcome.kind)
  const path = findPath(chain, store)
  const byTls = attempt.outcome.kind === 'handshake'
  return observed({
    engine: byTls ? openssl : ownSearch,
    store: { id: store.id, name: store.name, asOf: store.asOf, version: store.version },
    pathFound: path !== null,
    error: byTls ? attempt.authorizationError : objectionTo(path, now),
    path: path?.sha256 ?? [],
  })
}

/** In OpenSSL's words. */
function objectionTo(path: CertificatePath | null, now: Date): string | null {
  if (path === null) return 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'
  if (now < path.validFrom) return 'CERT_NOT_YET_VALID'
  return now > path.validUntil ? 'CERT_HAS_EXPIRED' : null
}
