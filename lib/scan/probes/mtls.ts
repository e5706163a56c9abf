import { failed, type Observed, observed } from '#lib/core/observed.ts'
import type { CertificateRequest } from '#lib/tls/certificate-request.ts'
import type { HandshakeOffer } from '#lib/tls/client-hellos.ts'
import type { MtlsFact, MtlsVerdict, ProtocolVersion, Target, TlsFacts } from '#lib/tls/observation.ts'
import { wireVersions } from '#lib/tls/versions.ts'
import type { Asker, HandshakeWish } from '../ask.ts'
import type { Attempt } from '../attempt.ts'
import { mayBeHttp } from '../http/head.ts'
import type { ClientKeyPairs } from '../observe-options.ts'
import { refusesVersion } from '../posture/refusal.ts'
import { spokenBy } from '../starttls/spoken-by.ts'
import { type ClientPlay, isAfterHandshake, playClients } from './client-plays.ts'
import { type ClientRole, type Treatment, treatmentOf } from './client-treatment.ts'
import { headAnswer, headQuestion } from './head-question.ts'
import { type Treatments, verdictOf, weakestOf } from './mtls-verdict.ts'

export interface MtlsOptions {
  readonly target: Target
  readonly clients: ClientKeyPairs | null
  /** A handshake like the first one, with a HEAD and post-handshake authentication offered, where it was made. */
  readonly asked: Attempt | null
  /** What is known of the versions that the server speaks; null where they were not asked for. */
  readonly versions: TlsFacts['versions'] | null
  /** Whether a CertificateRequest came in a flight of TLS 1.2; null or absent: none was seen as far as that. */
  readonly requestsUnderTls12?: boolean | null
}

type Probe = NonNullable<MtlsFact['probes']>[number]

/** What was seen under one version. */
interface Seen {
  readonly verdict: MtlsVerdict
  readonly evidence: readonly string[]
  readonly probes: readonly Probe[]
}

/**
 * Whether the server makes its clients prove themselves, by what it does to a client without a certificate, to one with
 * a self-made one and to those that an operator gave: in the version of the first handshake and, where that is TLS
 * 1.3, in TLS 1.2 too, for a client may choose. The weakest verdict stands. Without `asker` nothing is played.
 */
export async function probeMtls(
  first: Attempt,
  asker: Asker | null,
  options: MtlsOptions,
): Promise<Observed<MtlsFact>> {
  const { flight, outcome } = first
  const { hello, certificateRequest, requestSettled } = flight
  if (hello === null || (certificateRequest === null && !requestSettled)) {
    return failed((first.ssl2?.tls ?? outcome).kind)
  }
  if (asker === null) return observed(withoutProbes(first, hello.version, options.target))
  const asked = await settledHead(first, asker, options)
  if (asked !== null && certificateRequest === null && !wasLed(asked)) return observed(unasked(hello.version, asked))
  const settled = { ...options, asked }
  const seen = [await probeMain(first, asker, settled)]
  if (hello.version === 'TLSv1.3') seen.push(...(await probeOlder(first, asker, settled, seen)))
  return observed({
    verdict: weakestOf(seen.map(({ verdict }) => verdict)),
    evidence: seen.flatMap(({ evidence }) => evidence),
    probes: furthest(seen.flatMap(({ probes }) => probes)),
  })
}

/** Where HTTP may follow, a server may ask for a certificate upon a request (TLS 1.3: RFC 8446 4.6.2; before it, anew). */
function withoutProbes({ flight }: Attempt, version: ProtocolVersion, target: Target): MtlsFact {
  const { certificateRequest: request, alpn } = flight
  const name = versionName(version)
  if (request !== null) {
    return { verdict: 'UNKNOWN', evidence: [requested(version, request), `${name}: no client was played`], probes: [] }
  }
  if (!mayBeHttp(alpn, target)) return { ...notRequested(version), probes: [] }
  const evidence = [`${name}: ${none}; whether one comes upon a request in it was not asked`]
  return { verdict: 'UNKNOWN', evidence, probes: [] }
}

/** Where the handshake asks for nothing, all rests on what comes upon the HEAD: one that was cut short is put once more. */
async function settledHead(first: Attempt, asker: Asker, options: MtlsOptions): Promise<Attempt | null> {
  const { asked } = options
  if (asked === null || first.flight.certificateRequest !== null) return asked
  if (wasLed(asked) && !wasDropped(asked)) return asked
  const wish = wishOf(first, options)
  return asker.handshake({ ...wish, offer: { ...wish.offer, postHandshakeAuth: true } })
}

function wasLed({ outcome, flight }: Attempt): boolean {
  return outcome.kind === 'handshake' || flight.certificateRequest !== null
}

/** Who names HTTP by ALPN answers a HEAD; others hang up on it. */
function wasDropped(asked: Attempt): boolean {
  const { kind } = headAnswer(asked)
  const { flight, aftermath } = asked
  if (flight.alpn === null || flight.certificateRequest !== null || flight.renegotiationAsked) return false
  return kind === 'cut' || (kind === 'silent' && (aftermath?.kind === 'closed' || aftermath?.kind === 'reset'))
}

function unasked(version: ProtocolVersion, { outcome }: Attempt): MtlsFact {
  const end = outcome.kind === 'alert' ? `alert ${outcome.code} ${outcome.name}` : outcome.kind
  const evidence = [`${versionName(version)}: ${none}; whether one comes upon a HEAD / was not learned, ${end}`]
  return { verdict: 'UNKNOWN', evidence, probes: [] }
}

async function probeMain(first: Attempt, asker: Asker, options: MtlsOptions): Promise<Seen> {
  const { asked } = options
  const wish = wishOf(first, options)
  if (first.flight.certificateRequest === null) {
    const later = asksLater(first, asked)
    if (asked?.flight.renegotiationAsked) return renegotiates(asked, 'UNKNOWN')
    return judge(later ?? first, asker, { ...wish, offer: { ...wish.offer, postHandshakeAuth: true } }, options)
  }
  const bare = asked ?? first
  const asksHttp = wish.question !== undefined
  const settled = treatmentOf(bare, 'none') === 'refused' || (bare.aftermath !== null && (asked !== null || !asksHttp))
  return judge(settled ? bare : await asker.handshake(wish), asker, wish, options)
}

/** How the clients are played: with a HEAD where HTTP may be spoken, in the protocol in which one was answered. */
function wishOf(first: Attempt, { target, asked }: MtlsOptions): HandshakeWish {
  const judgement = true
  if (!mayBeHttp(first.flight.alpn, target)) return { judgement }
  const question = headQuestion(target)
  const settled = asked?.flight.alpn
  if (settled) return { judgement, question, offer: { alpn: [settled] } }
  return first.flight.alpn === 'h2'
    ? { judgement, question, offer: { alpn: ['http/1.1', 'h2'] } }
    : { judgement, question }
}

/** TLS 1.2: whether it asks shows before the client has to say anything more. Nothing where it is not spoken. */
async function probeOlder(
  first: Attempt,
  asker: Asker,
  options: MtlsOptions,
  newer: readonly Seen[],
): Promise<readonly Seen[]> {
  const { versions, asked } = options
  const known = versions?.status === 'observed' ? versions.value['TLSv1.2'] : undefined
  if (known?.status === 'observed' && !known.value) return []
  const offer: Partial<HandshakeOffer> = { legacyVersion: wireVersions['TLSv1.2'], versions: [] }
  if (asksLater(first, asked)) {
    const main = wishOf(first, options)
    const late = await asker.handshake({ ...main, offer: { ...main.offer, ...offer }, shareGroups: [] })
    // For the same path, so by the same rule.
    if (late.flight.renegotiationAsked) return [renegotiates(late, weakestOf(newer.map(({ verdict }) => verdict)))]
    if (letGo(late)) {
      const evidence = [`TLS 1.2: ${none}, and no answer to a HEAD /, upon which TLS 1.3 asks`]
      return [{ verdict: 'UNKNOWN', evidence, probes: [] }]
    }
  }
  if (options.requestsUnderTls12 === false) return [notRequested('TLSv1.2')]
  const looked = await asker.handshake({ offer, shareGroups: [], until: 'server-flight' })
  const { flight, outcome } = looked
  if (flight.hello === null) {
    const alert = outcome.kind === 'alert' ? outcome : null
    // The server's own word, on a full offer.
    if (alert && refusesVersion(alert)) return []
    const end = alert ? `alert ${alert.code} ${alert.name}` : outcome.kind
    return [{ verdict: 'UNKNOWN', evidence: [`TLS 1.2: not learned, ${end}`], probes: [] }]
  }
  const main = wishOf(first, options)
  const wish = { ...main, offer: { ...main.offer, ...offer }, shareGroups: [] }
  const bare = flight.certificateRequest === null ? looked : await asker.handshake(wish)
  return [await judge(bare, asker, wish, options)]
}

/** Judges under the version that this handshake without a certificate came to. */
async function judge(bare: Attempt, asker: Asker, wish: HandshakeWish, options: MtlsOptions): Promise<Seen> {
  const { hello, certificateRequest: request, requestSettled } = bare.flight
  const version = hello?.version ?? 'TLSv1.3'
  const name = versionName(version)
  if (request === null) {
    if (requestSettled) return notRequested(version, options.asked)
    return { verdict: 'UNKNOWN', evidence: [`${name}: not learned, ${bare.outcome.kind}`], probes: [] }
  }
  const plays = await playClients({ bare, version, request, asker, wish, ...options })
  const treatments = treatmentsOf(plays)
  const verdict = verdictOf(treatments)
  const later = treatments.none === 'stood' && verdict !== 'UNKNOWN' ? judgeInSession(bare, options.target) : null
  return {
    verdict: later === null ? verdict : 'UNKNOWN',
    evidence: [
      requested(version, request),
      ...plays.map(({ name: client, detail }) => `${name}, ${client}: ${detail}`),
      ...(later === null ? [] : [`${name}: ${later} may judge its clients itself, once the session stands`]),
    ],
    probes: plays.map(({ client, treatment, detail }) => ({ client, treatment, detail: `${name}: ${detail}` })),
  }
}

/**
 * A protocol that may let TLS go on whatever the client showed, and say what it thinks of it later: Postfix at the
 * first command, PostgreSQL, MySQL and Dovecot at the login, XMPP by SASL. Null for HTTP, which was asked, and where
 * nothing tells of another.
 */
function judgeInSession({ flight, answer }: Attempt, target: Target): string | null {
  if (target.transport !== 'tls') return target.transport
  if (!mayBeHttp(flight.alpn, target)) return flight.alpn ?? `the protocol of port ${target.port}`
  const spoken = answer === null ? 'unknown' : spokenBy(answer)
  return spoken === 'unknown' || spoken === 'tls' || spoken === 'http' ? null : spoken
}

function treatmentsOf(plays: readonly ClientPlay[]): Treatments {
  const of = (role: ClientRole) => plays.find((play) => play.role === role)?.treatment ?? null
  return {
    none: of('none'),
    selfMade: of('selfMade'),
    impersonating: of('impersonating'),
    valid: of('valid'),
    wrongPurpose: of('wrongPurpose'),
  }
}

/** One for each client: of several connections the one on which it came furthest. */
function furthest(probes: readonly Probe[]): readonly Probe[] {
  const byClient = new Map<Probe['client'], Probe>()
  for (const probe of probes) {
    const known = byClient.get(probe.client)
    if (!known || furthestFirst.indexOf(probe.treatment) < furthestFirst.indexOf(known.treatment))
      byClient.set(probe.client, probe)
  }
  return [...byClient.values()]
}

const furthestFirst: readonly string[] = [
  'served',
  'stood',
  'unclear',
  'dropped',
  'denied-by-http',
  'refused-by-http',
  'refused',
] satisfies readonly Treatment[]

/** The handshake with a HEAD, where the server asked for a certificate only then. */
function asksLater(first: Attempt, asked: Attempt | null): Attempt | null {
  return first.flight.certificateRequest === null && asked?.flight.certificateRequest ? asked : null
}

/** Asked for no certificate, and did not answer to the HEAD. */
function letGo(attempt: Attempt): boolean {
  const { kind } = headAnswer(attempt)
  return (
    attempt.outcome.kind === 'handshake' &&
    attempt.flight.certificateRequest === null &&
    (kind === 'silent' || kind === 'cut')
  )
}

/** To negotiate anew is how a certificate is asked for after the handshake up to TLS 1.2; it is declined here. */
function renegotiates({ flight }: Attempt, verdict: MtlsVerdict): Seen {
  const name = versionName(flight.hello?.version ?? 'TLSv1.2')
  return { verdict, evidence: [`${name}: a request to negotiate anew came upon a HEAD /`], probes: [] }
}

const none = 'no CertificateRequest in the handshake'

/** Under another path a server may ask nevertheless. */
function notRequested(version: ProtocolVersion, asked: Attempt | null = null): Seen {
  const answered = asked?.flight.hello?.version === version && headAnswer(asked).kind === 'answered'
  const evidence = [`${versionName(version)}: ${none}${answered ? ', nor upon a HEAD /' : ''}`]
  return { verdict: 'NOT-REQUESTED', evidence, probes: [] }
}

function requested(version: ProtocolVersion, request: CertificateRequest): string {
  return `${versionName(version)}: CertificateRequest ${isAfterHandshake(request) ? 'after' : 'in'} the handshake`
}

function versionName(version: ProtocolVersion): string {
  return version.startsWith('TLSv') ? `TLS ${version.slice(4).padEnd(3, '.0')}` : version
}
