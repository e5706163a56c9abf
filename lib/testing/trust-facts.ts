import type { TrustOpinion } from '#lib/tls/observation.ts'
import type { PathReason } from '#lib/x509/path/reasons.ts'
import { digest } from './digest.ts'

export function trust(change: Partial<TrustOpinion> = {}): TrustOpinion {
  return {
    engine: 'test engine',
    store: { id: 'store-1', name: 'Estate roots', asOf: '2026-11-01', version: 'v1' },
    pathFound: true,
    error: null,
    path: [digest('leaf'), digest('intermediate'), digest('root')],
    ...change,
  }
}

/** What the engine says against `publicStore`. */
export function publicTrust(change: Partial<TrustOpinion> = {}): TrustOpinion {
  return trust({ store: { id: 'store-public', name: 'Public roots', asOf: '2026-11-01', version: 'v1' }, ...change })
}

/** An engine that tried these paths (SHA-256, leaf first) and refused each, at its last certificate. */
export function refusedTrust(
  tried: readonly { readonly sha256: readonly string[]; readonly reason: PathReason }[],
): TrustOpinion {
  const refused = tried.map(({ sha256, reason }) => ({
    sha256,
    fault: { reason, at: Math.max(0, sha256.length - 1), detail: `detail of ${reason}` },
  }))
  const verdict = { paths: [], refused, exhausted: false }
  return trust({ pathFound: false, error: tried[0]?.reason ?? 'no-path-to-anchor', path: [], verdict })
}
