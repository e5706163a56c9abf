import { printable } from '../printable.ts'
import type { HeadReading } from './head-reading.ts'
import type { HeaderField } from './hpack.ts'
import { httpClock } from './http-clock.ts'
import { securityHeaders } from './security-headers.ts'

/** More headers than these are not looked at. */
export const maxHeaders = 100

/** What compresses bodies can be attacked where these repeat what a client sent (BREACH). */
export const acceptEncoding = 'gzip, deflate, br'

const maxPolicyCharacters = 256

/** An answer from its status and headers (names in lower case). RFC 6797 8.1: of several policies the first counts. */
export function answered(status: number, fields: readonly HeaderField[]): HeadReading {
  const policy = fields.find(({ name }) => name === 'strict-transport-security')
  const strictTransportSecurity = policy ? printable(policy.value?.trim() ?? '', maxPolicyCharacters) : null
  const clock = httpClock(fields, Date.now())
  return { kind: 'answered', http: { status, strictTransportSecurity, headers: securityHeaders(fields), clock } }
}
