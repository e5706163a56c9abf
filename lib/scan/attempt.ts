import { performance } from 'node:perf_hooks'
import type { SecureContext } from 'node:tls'
import type { Alert } from '#lib/tls/alerts.ts'
import type { Outcome, Target } from '#lib/tls/observation.ts'
import { readServerFlight, type ServerFlight } from '#lib/tls/server-flight.ts'
import { abortError } from './abort-error.ts'
import { dial } from './dial.ts'
import { clientJudgementMs, httpAnswerMs, lateJudgementMs, type Timeouts } from './limits.ts'
import { printable } from './printable.ts'
import { negotiatePrelude } from './starttls/negotiate.ts'
import { TlsSession } from './tls-session.ts'
import { Wire } from './wire.ts'

export interface AttemptOptions {
  readonly ip: string
  readonly target: Target
  readonly context: SecureContext
  readonly alpn: readonly string[]
  readonly timeouts: Timeouts
  readonly maxBytes: number
  readonly signal: AbortSignal | undefined
  /** After a finished handshake: ask for HTTP's head, too, where the server asked for a client certificate. */
  readonly askHttp?: boolean
}

/** How the server treated a session whose handshake had finished, where it asked for a client certificate. */
export type Aftermath =
  | { readonly kind: 'stood' }
  /** In TLS 1.3: neither an objection nor a word that shows that the client was taken. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'closed' | 'reset' }
  /** The scanner's own bounds ended the wait. */
  | { readonly kind: 'undecided' }
  | { readonly kind: 'http'; readonly status: number }

/** One connection to one address. */
export interface Attempt {
  readonly outcome: Outcome
  readonly flight: ServerFlight
  readonly starttls: { readonly offered: boolean; readonly greeting: string } | null
  readonly authorizationError: string | null
  /** Null where the handshake did not finish or the server did not ask for a client certificate. */
  readonly aftermath: Aftermath | null
  readonly connectMs: number | null
  readonly handshakeMs: number | null
}

const nothingSaid = readServerFlight(new Uint8Array(), { handshake: null, application: null })

/** Dials, speaks the prelude, shakes hands, hangs up. Rejects with AbortError where the signal aborts, and never else. */
export async function attempt(options: AttemptOptions): Promise<Attempt> {
  const { ip, target, timeouts, signal } = options
  const startedMs = performance.now()
  const socket = await dial(ip, target.port, Math.min(timeouts.connectMs, timeouts.overallMs), signal)
  if ('kind' in socket) return unfinished(socket, null, null)
  const connectMs = performance.now() - startedMs
  const phase = target.transport === 'tls' ? 'handshake' : 'starttls'
  const wire = new Wire(socket, { idleMs: timeouts.idleMs, maxBytes: options.maxBytes }, phase)
  const leftMs = Math.max(1, timeouts.overallMs - connectMs)
  const deadline = setTimeout(() => wire.expire(), leftMs)
  const onAbort = () => wire.destroy()
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    const attempted = await converse(wire, options, connectMs)
    if (signal?.aborted) throw abortError(signal)
    return attempted
  } finally {
    clearTimeout(deadline)
    signal?.removeEventListener('abort', onAbort)
    wire.destroy()
  }
}

async function converse(wire: Wire, options: AttemptOptions, connectMs: number): Promise<Attempt> {
  const { target } = options
  let starttls: Attempt['starttls'] = null
  if (target.transport !== 'tls') {
    const prelude = await negotiatePrelude(wire, target)
    starttls = prelude.starttls
    if (prelude.outcome) return unfinished(prelude.outcome, starttls, connectMs)
  }
  const startedMs = performance.now()
  const session = new TlsSession(wire, options.context, target.serverName, options.alpn)
  try {
    await session.handshake()
    const handshakeMs = performance.now() - startedMs
    const flight = session.flight()
    const { secured, authorizationError, tlsError } = session.end
    const met = { starttls, authorizationError, connectMs }
    if (!secured) {
      return { ...met, outcome: outcomeOf(wire, flight, tlsError), flight, aftermath: null, handshakeMs: null }
    }
    const aftermath = flight.certificateRequested ? await awaitJudgement(session, wire, handshakeMs, options) : null
    return { ...met, outcome: { kind: 'handshake' }, flight, aftermath, handshakeMs }
  } finally {
    session.destroy()
  }
}

/**
 * In TLS 1.3 the client finishes before the server has judged its certificate: the judgement is read after the
 * handshake, which takes one round trip. What follows an unanswered HEAD is no judgement of the certificate, except an
 * alert that says so.
 */
async function awaitJudgement(
  session: TlsSession,
  wire: Wire,
  handshakeMs: number,
  options: AttemptOptions,
): Promise<Aftermath> {
  const { target, timeouts } = options
  const tls13 = session.flight().hello?.version === 'TLSv1.3'
  const shortMs = Math.max(clientJudgementMs, 2 * handshakeMs)
  let stands = await session.standsFor(shortMs)
  // A busy server may be late with its objection; silence alone says nothing.
  if (stands && tls13) stands = await session.standsUntilSpoken(Math.min(timeouts.idleMs / 2, lateJudgementMs))
  if (stands && options.askHttp === true) {
    const patienceMs = Math.min(timeouts.idleMs / 2, timeouts.overallMs / 2, Math.max(httpAnswerMs, 5 * handshakeMs))
    const status = await session.head(target.serverName || target.host, patienceMs)
    if (status !== null) return { kind: 'http', status }
  }
  const fatal = session.flight().alerts.find((alert) => alert.level === 'fatal')
  if (fatal) return { kind: 'alert', alert: fatal }
  if (stands) return { kind: tls13 && !session.spoke ? 'silent' : 'stood' }
  if (wire.failure) return { kind: wire.failure.kind === 'reset' ? 'reset' : 'undecided' }
  return { kind: 'closed' }
}

/** The server's own word counts before the way in which the connection ended. */
function outcomeOf(wire: Wire, flight: ServerFlight, tlsError: string | null): Outcome {
  const fatal = flight.alerts.find((alert) => alert.level === 'fatal')
  if (fatal) return { kind: 'alert', code: fatal.code, name: fatal.name }
  if (wire.failure) return wire.failure
  const dropped = tlsError === null || tlsError === 'ECONNRESET'
  if (dropped) return { kind: 'closed', during: 'handshake' }
  return { kind: 'protocol-error', detail: flight.problem ?? printable(tlsError) }
}

function unfinished(outcome: Outcome, starttls: Attempt['starttls'], connectMs: number | null): Attempt {
  return {
    outcome,
    flight: nothingSaid,
    starttls,
    authorizationError: null,
    aftermath: null,
    connectMs,
    handshakeMs: null,
  }
}
