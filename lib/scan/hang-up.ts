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
export function hungUp(outcome: Outcome | null, flight: ServerFlight): boolean {
  return flight.hello === null && flight.retry === null && closed(outcome, flight)
}

/** It closed so, or in trouble, in the middle of a flight of TLS 1.2 or before, which it had begun with its hello. */
export function cutOff(outcome: Outcome | null, flight: ServerFlight): boolean {
  const begun = flight.hello !== null && flight.hello.version !== 'TLSv1.3' && !flight.helloDone
  return begun && (closed(outcome, flight) || inTrouble(outcome))
}

function inTrouble(outcome: Outcome | null): boolean {
  return outcome?.kind === 'alert' && outcome.code === internalError
}

function closed(outcome: Outcome | null, { alerts, problem }: ServerFlight): boolean {
  const silent = alerts.every(({ code }) => code === closeNotify) && problem === null
  return silent && outcome?.kind === 'closed' && outcome.during === 'handshake'
}

/** RFC 8446 6.2: these speak of the server itself and of the moment, not of what was offered. */
export const internalError = 80
export const userCanceled = 90

/**
 * What is either trouble of the server's own or its way to refuse, as the alert that it would stand for: a close in place
 * of an answer, or internal_error. Null for any other end.
 */
export function doubtOf(outcome: Outcome | null, flight: ServerFlight): Alert | null {
  if (hungUp(outcome, flight)) return hangUp
  const unheard = flight.hello === null && flight.retry === null
  if (outcome?.kind !== 'alert' || !inTrouble(outcome) || !unheard) return null
  return { level: 'fatal', code: outcome.code, name: outcome.name }
}

/** It came to the same doubt again. */
export function isAlike(doubt: Alert, outcome: Outcome | null, flight: ServerFlight): boolean {
  return doubtOf(outcome, flight)?.name === doubt.name
}
