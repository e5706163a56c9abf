import type { Alert } from '#lib/tls/alerts.ts'
import type { ServerFlight } from '#lib/tls/flight.ts'
import type { Outcome } from '#lib/tls/observation.ts'

/**
 * What servers mean that refuse by closing in order and send no alert (Dovecot, slapd, InspIRCd): handshake_failure.
 * It stands for a close where the same server, asked at once, still answers what it had answered before.
 */
export const hangUp: Alert = { level: 'fatal', code: 40, name: 'closed' }

const closeNotify = 0

/** The server closed in order, and without a word, where its answer to the hello would stand. */
export function hungUp(outcome: Outcome | null, { hello, retry, alerts, problem }: ServerFlight): boolean {
  const silent =
    hello === null && retry === null && alerts.every(({ code }) => code === closeNotify) && problem === null
  return silent && outcome?.kind === 'closed' && outcome.during === 'handshake'
}
