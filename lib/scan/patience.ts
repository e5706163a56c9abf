import type { Timeouts } from './limits.ts'

/** What a further connection is given at least beyond the time of the first one. */
const leastMs = 2000

/** What the first handshake took: itself, and all of its connections with their preludes. */
export interface FirstTimes {
  /** Null where it did not finish. */
  readonly handshakeMs: number | null
  readonly tookMs: number
}

/**
 * A server that answered once has shown how fast it is, so a question that hangs need not cost the full time. A prelude
 * belongs to every connection: mail servers keep clients waiting for their greeting for seconds.
 */
export function patientTimeouts(timeouts: Timeouts, { handshakeMs, tookMs }: FirstTimes): Timeouts {
  return { ...timeouts, overallMs: Math.min(timeouts.overallMs, Math.max(leastMs + tookMs, 20 * (handshakeMs ?? 0))) }
}
