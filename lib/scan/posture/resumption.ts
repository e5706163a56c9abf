import { failed, type Observed, observed } from '#lib/core/observed.ts'
import { freshRandom, maxTokenBytes } from '#lib/tls/client-hello.ts'
import type { Features } from '#lib/tls/observation.ts'
import { tls12Suite } from '#lib/tls/tls12-suites.ts'
import { wireVersions } from '#lib/tls/versions.ts'
import type { Asker, HandshakeWish } from '../ask.ts'
import type { Attempt } from '../attempt.ts'
import type { Enumeration } from './enumeration.ts'
import type { TicketLife } from './ticket-life.ts'
import { whyUnfinished } from './unfinished.ts'
import { versionOffer } from './version-offer.ts'
import type { TlsVersion } from './versions.ts'
import type { WholeSessions } from './whole-sessions.ts'

export interface ResumptionOptions {
  readonly first: Attempt
  readonly asker: Asker
  readonly serverName: string
  readonly usual: Pick<HandshakeWish, 'offer' | 'without' | 'shareGroups'>
  /** The same for a handshake of TLS 1.3. */
  readonly usual13: Pick<HandshakeWish, 'offer' | 'without' | 'shareGroups'>
  /** Null: not known. */
  readonly tls13: boolean | null
  readonly sessions: Pick<WholeSessions, 'tls12' | 'tls12Ticket' | 'psk' | 'offered' | 'resume'>
  /** Takes all tickets that come. */
  readonly ticketLife: TicketLife
  /** The newest version below TLS 1.3; null: none is spoken; undefined: that is not known. */
  readonly plain:
    | { readonly version: Exclude<TlsVersion, 'TLSv1.3'>; readonly enumeration: Enumeration }
    | null
    | undefined
}

export interface ResumptionFacts {
  readonly resumption: Features['resumption']
  readonly earlyDataBytes: Features['earlyDataBytes']
  /** TLS 1.3 gave tickets in the first handshake; null where that is not known. */
  readonly tls13Tickets: boolean | null
  /** The identifier that went with a ticket came back longer (CVE-2016-9244). */
  readonly ticketbleed: Observed<boolean>
  /** Null: no ticket was asked for. */
  readonly ticketLife: TicketLife | null
}

const alone = { versions: [wireVersions['TLSv1.3']] }

type Way = 'session-id' | 'ticket' | 'psk'

/** What became of the identifier that went with a session: another one came, or none; the same; the same and more. */
type Echo = 'none' | 'same' | 'longer'

/** Resumes a session in each way that the server offers, and tells which of them it took. */
export async function askResumption(options: ResumptionOptions): Promise<ResumptionFacts> {
  const { first, tls13, plain, sessions, ticketLife } = options
  const ways: Way[] = []
  let problem: Observed<never> | null = plain === undefined || tls13 === null ? failed('not-answered') : null
  const note = (way: Way, taken: Observed<boolean>) => {
    if (taken.status !== 'observed') problem ??= failed(taken.status === 'failed' ? taken.reason : 'not-asked')
    else if (taken.value) ways.push(way)
  }
  const session13 = tls13 ? await sessionOfTls13(options) : null
  let ticket: Observed<Echo> = plain === undefined ? failed('not-answered') : observed('none')
  for (const made of [first, session13, sessions.tls12Ticket]) if (made) ticketLife.take(made.flight)
  if (plain) {
    note('session-id', isAmong(['same'], await bySessionId(options, plain)))
    ticket = plain.version === 'SSLv3' ? observed('none') : await byTicket(options, plain)
    note('ticket', isAmong(['same', 'longer'], ticket))
  }
  if (session13) note('psk', sessions.psk ?? (await byPsk(options, session13)))
  // One way that is not known would read like one that is not taken.
  const ticketbleed = isAmong(['longer'], ticket)
  return { resumption: problem ?? observed(ways), ticketbleed, ticketLife, ...earlyData(session13 ?? first, tls13) }
}

function isAmong(wanted: readonly Echo[], fact: Observed<Echo>): Observed<boolean> {
  return fact.status === 'observed' ? observed(wanted.includes(fact.value)) : fact
}

/**
 * The first handshake, or where that was of another version one of TLS 1.3. Tickets come when the server has the time for
 * them: that it gives none is seen twice.
 */
async function sessionOfTls13(options: ResumptionOptions): Promise<Attempt> {
  const { first } = options
  const made = first.flight.hello?.version === 'TLSv1.3' ? first : await finishedTls13(options)
  return made.flight.tickets.length === 0 && whyUnfinished(made) === null ? finishedTls13(options) : made
}

function finishedTls13({ asker, usual13 }: ResumptionOptions): Promise<Attempt> {
  return asker.handshake({ ...usual13, offer: { ...usual13.offer, ...alone }, until: 'finished', judgement: true })
}

function earlyData(session: Attempt, tls13: boolean | null): Pick<ResumptionFacts, 'earlyDataBytes' | 'tls13Tickets'> {
  if (tls13 === null) return { earlyDataBytes: failed('not-answered'), tls13Tickets: null }
  if (!tls13) return { earlyDataBytes: observed(null), tls13Tickets: null }
  const reason = whyUnfinished(session)
  if (reason !== null) return { earlyDataBytes: failed(reason), tls13Tickets: null }
  const limits = session.flight.tickets.flatMap(({ maxEarlyDataBytes }) => maxEarlyDataBytes ?? [])
  const tls13Tickets = session.flight.tickets.length > 0
  return { earlyDataBytes: observed(limits.length > 0 ? Math.max(...limits) : null), tls13Tickets }
}

/**
 * By a ticket that was not offered yet: a server that keeps its sessions itself may take each once (RFC 8446 8.1). `head`:
 * one may ride on it.
 */
async function byPsk(options: ResumptionOptions, session: Attempt, head = true): Promise<Observed<boolean>> {
  const { usual13, sessions } = options
  const unused = session.resumptions.find(({ ticket }) => !sessions.offered(ticket))
  const spent = unused === undefined && session.resumptions.length > 0
  const made = spent ? await finishedTls13(options) : session
  const reason = whyUnfinished(made)
  if (reason !== null) return failed(reason)
  const resumable = spent ? made.resumptions[0] : unused
  if (!resumable) return made.flight.tickets.length > 0 ? unusableTicket : observed(false)
  const { attempt, carriedHead } = await sessions.resume(resumable, usual13, head)
  const { outcome, flight } = attempt
  // What the HEAD wants may be to blame.
  if (carriedHead && !flight.hello?.resumed) return byPsk(options, made, false)
  if (flight.hello?.version === 'TLSv1.3') return observed(flight.hello.resumed)
  return failed(outcome.kind)
}

/** With a ticket beside it a server need not keep the session (RFC 5077 3.4), so none is asked for. */
async function bySessionId(options: ResumptionOptions, plain: Plain): Promise<Observed<Echo>> {
  const made = plain.version === 'TLSv1.2' ? options.sessions.tls12 : null
  const session = made ?? (await finished(options, plain, false))
  const reason = whyUnfinished(session)
  if (reason !== null) return failed(reason)
  const sessionId = session.flight.hello?.sessionId ?? new Uint8Array()
  return sessionId.length === 0 ? observed('none') : resumed(options, plain, session, { sessionId })
}

async function byTicket(options: ResumptionOptions, plain: Plain): Promise<Observed<Echo>> {
  const features = plain.enumeration.probe.evidence.features.get(plain.version)
  if (features && !features.sessionTicket) return observed('none')
  const made = plain.version === 'TLSv1.2' ? options.sessions.tls12Ticket : null
  const first = made?.flight.tickets.length ? await byTicketOf(options, plain, made) : null
  // A new handshake was asked for in that session, over which the server may have dropped it.
  if (first?.status === 'observed' && first.value !== 'none') return first
  return byTicketOf(options, plain, await finished(options, plain, true))
}

/** One byte less than an identifier may have, so that a server which always sends all of them gives away no more. */
const shortBytes = 31

async function byTicketOf(options: ResumptionOptions, plain: Plain, session: Attempt): Promise<Observed<Echo>> {
  const reason = whyUnfinished(session)
  if (reason !== null) return failed(reason)
  const [ticket] = session.flight.tickets
  if (!ticket || ticket.ticket.length === 0) return observed('none')
  if (ticket.ticket.length > maxTokenBytes) return unusableTicket
  const sessionId = Uint8Array.from(freshRandom().subarray(0, shortBytes))
  return resumed(options, plain, session, { sessionId, sessionTicket: ticket.ticket })
}

/** One that no hello has room for, or an empty one in TLS 1.3. */
const unusableTicket: Observed<never> = failed('unusable-ticket')

type Plain = NonNullable<ResumptionOptions['plain']>

const noTicket = { sessionTicket: new Uint8Array() }

async function finished(options: ResumptionOptions, plain: Plain, ticket: boolean): Promise<Attempt> {
  const made = await led(options, plain, ticket)
  options.ticketLife.take(made.flight)
  return made
}

async function led({ asker, usual }: ResumptionOptions, plain: Plain, ticket: boolean): Promise<Attempt> {
  const { version, enumeration } = plain
  const offer = {
    ...usual.offer,
    // As in the hello that resumes: a session without it can't be resumed with it (RFC 7627 5.3).
    ...(version === 'SSLv3' ? {} : { extendedMasterSecret: true, ...(ticket ? noTicket : {}) }),
    legacyVersion: wireVersions[version],
    versions: [],
  }
  const without = [...(usual.without ?? []), ...(ticket ? [] : ['sessionTicket' as const])]
  const how = { without, until: 'finished', unproven: true, judgement: false, farewell: true } as const
  const made = await asker.handshake({ ...how, offer })
  if (made.outcome.kind !== 'alert' && !made.flight.notCompleted) return made
  // What the first handshake spoke of need not be what this version has: here anonymous suites alone, say.
  const { suites: accepted, groups, schemes } = enumeration.probe.acceptedLists()
  const suites = accepted.filter((suite) => tls12Suite(suite) !== null)
  if (suites.length === 0) return made
  return asker.handshake({ ...how, offer: { ...offer, suites, groups, signatureSchemes: schemes } })
}

/** A server that resumes gives the session's id back in its ServerHello (RFC 5246 7.4.1.3, RFC 5077 3.4): no key is needed to see it. */
async function resumed(
  { asker, serverName }: ResumptionOptions,
  { version, enumeration }: Plain,
  session: Attempt,
  token: { readonly sessionId: Uint8Array; readonly sessionTicket?: Uint8Array },
): Promise<Observed<Echo>> {
  const suite = session.flight.hello?.suiteId
  const lists = enumeration.probe.acceptedLists()
  // RFC 5246 7.4.1.2: the suite of the session has to be among those of the hello.
  const suites = [...new Set([...(suite === undefined ? [] : [suite]), ...lists.suites])]
  const { nextProtocols } = enumeration.probe.evidence
  // Beside ALPN no server speaks of NPN.
  const alpn = session.flight.alpn === null || !nextProtocols.settled ? [] : [session.flight.alpn]
  const { sessionTicket: _, ...offer } = versionOffer(version, serverName, { ...lists, suites, alpn })
  const answer = await nextProtocols.ask(asker, { ...offer, compressions: [0], ...token })
  if (answer.kind === 'failed') return failed(answer.reason)
  if (answer.kind === 'refused') return failed(`alert-${answer.alert.name}`)
  const { hello } = answer.flight
  const echo = Buffer.from(hello?.sessionId ?? []).subarray(0, token.sessionId.length)
  if (!echo.equals(token.sessionId)) return observed('none')
  return observed(hello?.sessionId.length === echo.length ? 'same' : 'longer')
}
