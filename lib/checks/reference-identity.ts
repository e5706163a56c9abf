import type { ReferenceIdentity } from '#lib/x509/match-host.ts'
import type { EndpointFacts } from './facts.ts'
import { isIpAddress } from './names.ts'

/** What has to be proven: the registered identity; without one, the name that was asked for, else the host. */
export function referenceIdentity({
  identity,
  serverName,
  host,
}: Pick<EndpointFacts, 'identity' | 'serverName' | 'host'>): ReferenceIdentity | null {
  const value = identity?.name ?? (serverName === '' ? host : serverName)
  if (value === '') return null
  if (identity?.kind === 'spiffe') return { kind: 'spiffe', value }
  return { kind: isIpAddress(value) ? 'ip' : 'dns', value }
}
