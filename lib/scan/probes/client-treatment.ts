import type { Attempt } from '../attempt.ts'
import { clientJudgementMs, lateJudgementMs } from '../limits.ts'
import { stableGreeting } from '../printable.ts'
import { headAnswer } from './head-question.ts'

export const treatments = [
  'refused',
  'refused-by-http',
  'denied-by-http',
  'dropped',
  'served',
  'stood',
  'unclear',
] as const

/**
 * What a server did to a client, once it had asked for a certificate, the strongest evidence first. `refused`: by an
 * alert about certificates. `refused-by-http`: by the status that servers use for it. `denied-by-http`: 401 or 403, or a
 * drop upon the HEAD where ALPN names HTTP, which may be about any credential. `dropped`: closed or reset without a word. `served`: HTTP answered. `stood`: the
 * session went on, and HTTP was not asked or did not answer.
 */
export type Treatment = (typeof treatments)[number]

/** Alerts about a client's certificate or the want of one (RFC 8446 6.2, RFC 5246 7.2.2). */
const certificateAlerts = new Set([40, 41, 42, 43, 44, 45, 46, 48, 49, 116])

/** Whom a probe plays. `impersonating`: self-made, under the name of an authority that the server accepts. */
export type ClientRole = 'none' | 'selfMade' | 'impersonating' | 'valid' | 'wrongPurpose' | 'unauthorised'

/**
 * Alerts that are about the certificate of one client alone: GnuTLS answers an empty one in TLS 1.2 with decode_error,
 * OpenSSL one that its issuer did not sign with decrypt_error. From others they would mean the scanner's own message.
 */
const alertsByRole: Readonly<Partial<Record<ClientRole, number>>> = {
  none: 50,
  impersonating: 51,
}

/** 495 and 496 are nginx' own for a bad and a missing client certificate, sent as 400; that one has its page looked at. */
const certificateStatuses = new Set([400, 495, 496])

/** 401 and 403 may be about any credential, the others about anything but the client. */
const denyingStatuses = new Set([401, 403])
const undecidedStatuses = new Set([408, 421, 425, 426, 429])

/** By one connection. */
export function treatmentOf(attempt: Attempt, role: ClientRole): Treatment {
  const { outcome, aftermath, flight } = attempt
  if (flight.certificateRequest === null) return 'unclear'
  const ofAlert = (code: number) => (certificateAlerts.has(code) || alertsByRole[role] === code ? 'refused' : 'unclear')
  if (outcome.kind === 'alert') return ofAlert(outcome.code)
  if (outcome.kind === 'closed' || outcome.kind === 'reset') {
    return outcome.during === 'handshake' && flight.requestSettled ? 'dropped' : 'unclear'
  }
  if (outcome.kind !== 'handshake') return 'unclear'
  const head = headAnswer(attempt)
  if (head.kind === 'answered') return treatmentOfStatus(head.http.status)
  if (aftermath?.kind === 'alert') return ofAlert(aftermath.alert.code)
  // Whatever else it is, it was said to this client under the session's keys.
  if (head.kind === 'other') return refusalInWords(attempt) === null ? 'stood' : 'refused'
  // A refusal may have begun so.
  if (head.kind === 'cut') return 'unclear'
  switch (aftermath?.kind) {
    case 'stood':
      return 'stood'
    case 'closed':
    case 'reset':
      return 'dropped'
    default:
      return 'unclear'
  }
}

/** By name: a drop may be about something else. */
export function isRefusal(treatment: Treatment | null): boolean {
  return treatment === 'refused' || treatment === 'refused-by-http'
}

/** What an answer with this status says of a client that showed no certificate, or one that may not please. */
export function treatmentOfStatus(status: number): Treatment {
  if (certificateStatuses.has(status)) return 'refused-by-http'
  if (denyingStatuses.has(status)) return 'denied-by-http'
  return status >= 500 || undecidedStatuses.has(status) ? 'unclear' : 'served'
}

/**
 * The first line of another protocol than HTTP, where it ends the session for the certificate or the want of one: by the
 * codes of SMTP, FTP and NNTP, or the words of IMAP and POP3.
 */
function refusalInWords({ answer }: Attempt): string | null {
  const [line = ''] = Buffer.from(answer?.subarray(0, 256) ?? [])
    .toString('latin1')
    .split(/\r?\n/)
  return /^([45]\d\d[ -]|\* BYE |-ERR )/.test(line) && /certificate/i.test(line) ? stableGreeting(line) : null
}

/** What showed it, in words that stay the same while the server does. */
export function describeTreatment(attempt: Attempt): string {
  const { outcome, aftermath, flight } = attempt
  if (outcome.kind === 'alert') return `alert ${outcome.code} ${outcome.name} before the handshake ended`
  // Whether it is a close or a reset depends on what of ours was still on its way.
  if (outcome.kind === 'closed' || outcome.kind === 'reset') return 'dropped without a word before the handshake ended'
  if (outcome.kind === 'began-to-refuse' || outcome.kind === 'address-budget') return `not played: ${outcome.kind}`
  if (outcome.kind === 'unsteady') return 'internal_error before the handshake ended, which came and went'
  if (outcome.kind !== 'handshake') return `${outcome.kind} before the handshake ended`
  if (flight.certificateRequest === null) return 'the server did not ask for a certificate this time'
  const head = headAnswer(attempt)
  if (head.kind === 'answered') return `the session stood, HEAD / was answered with ${head.http.status}`
  if (aftermath?.kind === 'alert') {
    return `alert ${aftermath.alert.code} ${aftermath.alert.name} after the handshake`
  }
  const refusal = refusalInWords(attempt)
  if (refusal !== null) return `refused in the session: ${refusal}`
  if (head.kind === 'other') return 'the session stood; what answered to HEAD / is no HTTP'
  if (head.kind === 'cut') return 'the session stood; the answer to HEAD / broke off'
  switch (aftermath?.kind) {
    case 'stood':
      return head.kind === 'silent'
        ? 'the session stood, HEAD / was not answered'
        : `the session stood for at least ${clientJudgementMs} ms`
    case 'closed':
    case 'reset':
      return head.kind === 'silent'
        ? 'dropped without a word after the handshake and a HEAD /'
        : 'dropped without a word after the handshake'
    case 'silent':
      return `the server neither objected nor went on for at least ${lateJudgementMs} ms`
    default:
      return flight.notCompleted && flight.problem !== null
        ? flight.problem
        : 'time or bytes ran out before the server had judged'
  }
}
