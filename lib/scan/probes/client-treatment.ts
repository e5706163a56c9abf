import type { Attempt } from '../attempt.ts'
import { clientJudgementMs, lateJudgementMs } from '../limits.ts'

/** What a server did to a client, once it had asked for a certificate. `stood`: nothing, and HTTP was not asked or did not answer. */
export type Treatment = 'refused' | 'refused-by-http' | 'served' | 'stood' | 'unclear'

/** Alerts about a client's certificate or the want of one (RFC 8446 6.2, RFC 5246 7.2.2). */
const certificateAlerts = new Set([40, 41, 42, 43, 44, 45, 46, 48, 49, 116])

/** 495 and 496 are nginx' own for a bad and a missing client certificate, sent as 400. */
const certificateStatuses = new Set([400, 495, 496])

export function treatmentOf({ outcome, aftermath }: Attempt): Treatment {
  if (outcome.kind === 'alert') return certificateAlerts.has(outcome.code) ? 'refused' : 'unclear'
  if (outcome.kind === 'closed' || outcome.kind === 'reset')
    return outcome.during === 'handshake' ? 'refused' : 'unclear'
  if (outcome.kind !== 'handshake' || aftermath === null) return 'unclear'
  if (aftermath.kind === 'alert') return certificateAlerts.has(aftermath.alert.code) ? 'refused' : 'unclear'
  if (aftermath.kind === 'http') return treatmentOfStatus(aftermath.status)
  if (aftermath.kind === 'undecided' || aftermath.kind === 'silent') return 'unclear'
  return aftermath.kind === 'stood' ? 'stood' : 'refused'
}

/** 401 and 403 may be about any credential, 5xx about anything. */
function treatmentOfStatus(status: number): Treatment {
  if (certificateStatuses.has(status)) return 'refused-by-http'
  return status === 401 || status === 403 || status >= 500 ? 'unclear' : 'served'
}

/** One line of evidence; holds no measured time, so that an unchanged server gives equal facts. */
export function describeTreatment(client: string, { outcome, aftermath }: Attempt): string {
  if (outcome.kind === 'alert') return `${client}: alert ${outcome.code} ${outcome.name} before the handshake ended`
  if (outcome.kind !== 'handshake') return `${client}: ${outcome.kind} before the handshake ended`
  if (aftermath === null) return `${client}: the server did not ask for a certificate this time`
  switch (aftermath.kind) {
    case 'alert':
      return `${client}: alert ${aftermath.alert.code} ${aftermath.alert.name} after the handshake`
    case 'http':
      return `${client}: the session stood, HEAD / was answered with ${aftermath.status}`
    case 'stood':
      return `${client}: the session stood for at least ${clientJudgementMs} ms; no answer by HTTP`
    case 'silent':
      return `${client}: the server neither objected nor went on for at least ${lateJudgementMs} ms`
    case 'undecided':
      return `${client}: time or bytes ran out before the server had judged`
    default:
      return `${client}: connection ${aftermath.kind} within ${clientJudgementMs} ms after the handshake`
  }
}
