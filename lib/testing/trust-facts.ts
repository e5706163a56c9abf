import type { TrustOpinion } from '#lib/tls/observation.ts'
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
