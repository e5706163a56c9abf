import { isIPv6 } from 'node:net'
import type { Target } from '#lib/tls/observation.ts'
import type { HeadReading } from './head-reading.ts'
import { http1Request, readHttp1 } from './http1-head.ts'
import { http2Request, readHttp2 } from './http2-head.ts'

/** As much of an answer is read. */
export const maxHeadBytes = 16 * 1024

/** A HEAD in the protocol that ALPN settled on; without one HTTP/1.1. */
export function headRequest(alpn: string | null, target: Pick<Target, 'host' | 'port' | 'serverName'>): Uint8Array {
  return alpn === 'h2' ? http2Request(authorityOf(target)) : http1Request(authorityOf(target))
}

/** A GET in HTTP/1.1. */
export function pageRequest(target: Pick<Target, 'host' | 'port' | 'serverName'>): Uint8Array {
  return http1Request(authorityOf(target), 'GET')
}

/** What all that came so far says, a moment ago. Throws nothing. */
export function readHead(alpn: string | null, received: Uint8Array): HeadReading {
  const bytes = received.subarray(0, maxHeadBytes)
  const reading = alpn === 'h2' ? readHttp2(bytes) : readHttp1(bytes)
  return reading.kind === 'incomplete' && received.length >= maxHeadBytes ? { kind: 'not-http' } : reading
}

/** Ports of protocols over TLS in which a HEAD is nonsense (IANA's registry, and the usual ones beside it). */
const otherPorts = new Set([
  465, 563, 636, 853, 989, 990, 992, 993, 994, 995, 2484, 3269, 4460, 5061, 5223, 5269, 5270, 5349, 5671, 6379, 6514,
  6697, 8883, 9093,
])

/** Whether HTTP is to be expected: ALPN says so, or says nothing and the port is no other protocol's. */
export function mayBeHttp(alpn: string | null, { transport, port }: Pick<Target, 'transport' | 'port'>): boolean {
  if (transport !== 'tls') return false
  return alpn === null ? !otherPorts.has(port) : alpn === 'h2' || alpn.startsWith('http/1.')
}

/** RFC 9110 7.2; empty where the name holds what could end the line. */
function authorityOf({ host, port, serverName }: Pick<Target, 'host' | 'port' | 'serverName'>): string {
  const name = serverName || host
  if (!/^[A-Za-z0-9._:-]{1,253}$/.test(name)) return ''
  const bracketed = isIPv6(name) ? `[${name}]` : name
  return port === 443 ? bracketed : `${bracketed}:${port}`
}
