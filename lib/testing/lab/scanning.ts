import { defaultMaxBytes, defaultTimeouts } from '#lib/scan/limits.ts'
import { type ObserveOptions, observe } from '#lib/scan/observe.ts'
import type { Scope } from '#lib/scan/scope.ts'
import type { TrustStoreInput } from '#lib/scan/trust-store.ts'
import type { Observation, Target } from '#lib/tls/observation.ts'
import type { LabServer } from './tls-server.ts'

/** A scope in which the lab lies. */
export const labScope: Scope = {
  allow: ['127.0.0.0/8', '::1/128'],
  deny: [],
  allowPublic: false,
  staticHosts: {},
  forbidden: [],
}

export const labOptions: ObserveOptions = {
  scope: labScope,
  store: null,
  timeouts: defaultTimeouts,
  maxBytes: defaultMaxBytes,
  depth: 'inventory',
}

let stores = 0

/** A store of these anchors under an id of its own, so that no cache knows it. */
export function labStore(...anchors: readonly { readonly der: Uint8Array }[]): TrustStoreInput {
  stores += 1
  return {
    id: `lab-${stores}`,
    name: 'Lab',
    asOf: '2026-11-23T00:00:00.000Z',
    version: '1',
    anchors: anchors.map((anchor) => anchor.der),
  }
}

/** Observes one lab server and gives its single observation. */
export async function observeLab(
  server: Pick<LabServer, 'address' | 'port'>,
  options: Partial<ObserveOptions> = {},
  target: Partial<Target> = {},
): Promise<Observation> {
  const dialled: Target = {
    host: server.address,
    port: server.port,
    serverName: 'service.test',
    transport: 'tls',
    ...target,
  }
  const [observation, ...more] = await observe(dialled, { ...labOptions, ...options })
  if (!observation || more.length > 0) throw new Error(`${more.length + 1} observations of one address`)
  return observation
}
