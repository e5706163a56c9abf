import type { EffectivePolicy } from '#lib/checks/policy.ts'
import { secondMs } from '#lib/core/time.ts'
import type { Depth } from '#lib/tls/observation.ts'

/** How an address that once showed its TLS stands with the scanner. */
export interface AddressStanding {
  /** The last scan reached it. */
  readonly confirmed: boolean
  readonly postureAt: Date | null
  readonly mtlsAt: Date | null
  readonly clientCertificateRequested: boolean
}

/**
 * What a scan that is due now goes after: the posture, and the treatment of clients where an expectation or a request
 * for certificates is known, each where the address that was looked at longest ago is due before the next scan would
 * come. Addresses that could not be reached don't count beside others: they would make every scan a deep one.
 */
export function dueDepth(policy: EffectivePolicy, addresses: readonly AddressStanding[], now: Date): Depth {
  const confirmed = addresses.filter((address) => address.confirmed)
  const counted = confirmed.length > 0 ? confirmed : addresses
  const isDue = (seenAt: Date | null, intervalSeconds: number) =>
    seenAt === null || +seenAt + (intervalSeconds - policy.scanIntervalSeconds / 2) * secondMs <= +now
  const never = counted.length === 0
  if (policy.scanDepth === 'posture') {
    const due = counted.some(({ postureAt }) => isDue(postureAt, policy.postureIntervalSeconds))
    if (never || due) return 'posture'
  }
  const expected = policy.mtls === 'optional' || policy.mtls === 'required'
  const mtlsDue = counted.some(
    ({ clientCertificateRequested, mtlsAt }) =>
      (expected || clientCertificateRequested) && isDue(mtlsAt, policy.mtlsIntervalSeconds),
  )
  return mtlsDue || (never && expected) ? 'mtls' : 'inventory'
}
