import { isIP } from 'node:net'
import type { Target } from '#lib/tls/observation.ts'

/** The name that a hello to this target sends: an address is no server name (RFC 6066 3). */
export function sentServerName({ serverName }: Target): string {
  return isIP(serverName) === 0 ? serverName : ''
}
