import type { IncomingHttpHeaders } from 'node:http'
import { dayMs, secondMs } from '#lib/core/time.ts'

const longestMs = 30 * dayMs

/** For how long a response may be kept, by its own word (RFC 9111 4.2.1 and 4.2.3); null where it says nothing. */
export function cacheLifetimeMs(headers: IncomingHttpHeaders): number | null {
  const directives = (headers['cache-control'] ?? '').toLowerCase()
  if (/\bno-(store|cache)\b/.test(directives)) return 0
  const [, seconds] = /\bmax-age="?(\d{1,12})\b/.exec(directives) ?? []
  const age = /^\d{1,12}$/.test(headers.age ?? '') ? Number(headers.age) * secondMs : 0
  if (seconds !== undefined) return within(Number(seconds) * secondMs - age)
  const [expires, date] = [headers.expires, headers.date].map((text) => Date.parse(text ?? ''))
  if (expires === undefined || date === undefined || Number.isNaN(expires) || Number.isNaN(date)) return null
  return within(expires - date - age)
}

function within(lifetimeMs: number): number {
  return Math.min(longestMs, Math.max(0, lifetimeMs))
}
