import type { Alert } from '#lib/tls/alerts.ts'
import type { Answer } from '../ask.ts'
import { hangUp, internalError } from '../hang-up.ts'

type AlertCode = Pick<Alert, 'code'>

/**
 * RFC 8446 6.2: handshake_failure, illegal_parameter, protocol_version, insufficient_security, missing_extension. With
 * these servers say that nothing of what was offered suits them; others speak of the form of the hello or of themselves.
 */
const nothingSuits = new Set([40, 47, 70, 71, 109])

const handshakeFailure = 40
const protocolVersion = 70

/** What counts against a version, and only as the answer to all that this version has. */
const noSuchVersion = new Set([40, 70, 71])

const noApplicationProtocol = 120
const inappropriateFallback = 86

export function refusesList({ code }: AlertCode): boolean {
  return nothingSuits.has(code)
}

/** In words that name no reason: it may be any list of which nothing suits. */
export function refusesHandshake(alert: AlertCode): boolean {
  return alert.code === handshakeFailure && alert !== hangUp
}

export function namesVersion({ code }: AlertCode): boolean {
  return code === protocolVersion
}

export function refusesVersion({ code }: AlertCode): boolean {
  return noSuchVersion.has(code)
}

/** In an answer it is no moment's weakness (the asker has seen to that): the server can't speak so. */
export function breaksDown({ code }: AlertCode): boolean {
  return code === internalError
}

/**
 * The fatal alert with which a server of TLS 1.2 or before breaks off behind its ServerHello, or what its close means;
 * null where it does not. Go and JSSE choose a suite before they look for a scheme to sign with, Mbed TLS before it looks
 * for a group, and say only then that there is none.
 */
export function breakOf({ flight, cut }: Extract<Answer, { kind: 'hello' }>): Alert | null {
  const { hello, helloDone, alerts } = flight
  if (hello === null || helloDone || hello.version === 'TLSv1.3') return null
  return alerts.find(({ level }) => level === 'fatal') ?? (cut ? hangUp : null)
}

/** The server does not go on with what was offered, whichever of it may be to blame. */
export function saysNo(answer: Answer): boolean {
  if (answer.kind === 'hello') return breakOf(answer) !== null
  return answer.kind === 'refused' && (refusesList(answer.alert) || breaksDown(answer.alert))
}

/** RFC 7301 3.2 */
export function refusesAlpn({ code }: AlertCode): boolean {
  return code === noApplicationProtocol
}

/** RFC 7507 3; the hello is one that was answered without the signal. */
export function refusesFallback(alert: AlertCode): boolean {
  return alert.code === inappropriateFallback || alert === hangUp
}
