import type { Alert } from '#lib/tls/alerts.ts'
import { clientExtensions } from '#lib/tls/client-extensions.ts'
import type { HandshakeOffer } from '#lib/tls/client-hellos.ts'
import type { ServerFlight } from '#lib/tls/flight.ts'
import { signatureScheme } from '#lib/tls/signature-schemes.ts'
import { suitesOf } from '#lib/tls/suites.ts'
import { wireVersions } from '#lib/tls/versions.ts'
import type { Asker, HandshakeWish } from '../ask.ts'
import type { Attempt } from '../attempt.ts'
import { hangUp } from '../hang-up.ts'
import { expected, postQuantumGroups, schemesOf } from './candidates.ts'
import { Elimination } from './elimination.ts'
import type { Evidence } from './evidence.ts'
import { lightGroup } from './light-wish.ts'
import { breaksDown, refusesAlpn, refusesList } from './refusal.ts'
import { anyChain } from './version-offer.ts'

/** Whole handshakes are dear: a server with more schemes than that keeps the rest to itself. */
const mostHandshakes = 20

const pkcs1 = [0x0401, 0x0501, 0x0601]

export interface Tls13SchemesOptions {
  readonly first: Attempt
  readonly asker: Asker
  readonly evidence: Evidence
  /** Groups that the server accepts in TLS 1.3, as far as known. */
  readonly groups: readonly number[]
  /** Asked along the way where no version shows it in the clear. */
  readonly alpn: Elimination<string> | null
  readonly usual: Pick<HandshakeWish, 'offer' | 'without' | 'shareGroups'>
}

/**
 * The schemes with which the server signs in TLS 1.3, and so the kinds of its certificates: the signature is encrypted,
 * so each takes a handshake as far as the server's Finished.
 */
export async function askTls13Schemes(options: Tls13SchemesOptions): Promise<Elimination<number>> {
  const { first, evidence } = options
  const schemes = new Elimination(schemesOf('TLSv1.3'))
  const scheme = first.flight.hello?.version === 'TLSv1.3' ? first.flight.proof?.scheme : null
  if (scheme) schemes.admit(scheme)
  evidence.takeUnasked(first.flight)
  let manner: Manner = { byKind: false, pkcs1: false, answered: false }
  for (let made = 0; made < mostHandshakes && (schemes.open || options.alpn?.open); made += 1) {
    manner = await askOnce(options, schemes, manner)
  }
  schemes.fail('too-many')
  options.alpn?.fail('too-many')
  return schemes
}

/** How the next question is put. */
interface Manner {
  /** The server settles on a kind of certificate first, so that its word speaks of that kind alone. */
  readonly byKind: boolean
  /** PKCS #1 is named, too, with which no server signs in TLS 1.3. */
  readonly pkcs1: boolean
  /** A hello of this form was answered, so that a close is about what it was narrowed to. */
  readonly answered: boolean
}

/** Gives how to go on. */
async function askOnce(options: Tls13SchemesOptions, schemes: Elimination<number>, manner: Manner): Promise<Manner> {
  const { evidence, alpn } = options
  const { byKind } = manner
  const narrowed = schemes.open ? schemes.narrowed(byKind ? kindOfFirst(schemes) : undefined) : schemes.known()
  const names = alpn?.open && !schemes.open ? alpn.narrowed() : null
  const { outcome, flight } = await put(options, manner.pkcs1 ? [...narrowed, ...pkcs1] : narrowed, names)
  if (outcome.kind === 'handshake' && flight.proof) {
    evidence.take(flight)
    evidence.heartbeatOfTls13 ||= flight.encryptedExtensions?.has(clientExtensions.heartbeat) ?? null
    if (schemes.open) chooseScheme(schemes, narrowed, flight.proof.scheme)
    if (names && alpn) {
      if (flight.alpn === null || alpn.choose(names, flight.alpn) !== 'new') alpn.refuse(names)
    }
    return { ...manner, answered: true }
  }
  const reason = outcome.kind === 'alert' ? `alert-${outcome.name}` : outcome.kind
  const alert = outcome.kind === 'alert' ? outcome : null
  if (names && alpn) {
    if (alert && refusesAlpn(alert)) alpn.refuse(names)
    else alpn.fail(reason)
    // A server that signs with nothing at all refuses something else.
  } else if (!alert || schemes.accepted.length === 0) schemes.fail(reason)
  else if (alert.name === hangUp.name && !manner.answered) {
    if (await takesForm(options, schemes)) return { ...manner, answered: true }
    schemes.fail(hangUp.name)
  } else if (refusesList(alert) && !manner.pkcs1 && mayHaveRsa(options, schemes)) return { ...manner, pkcs1: true }
  else if (refusesList(alert)) schemes.refuse(narrowed)
  else if (!breaksBehindHello(alert, flight)) schemes.fail(reason)
  else if (new Set(narrowed.map(kindOf)).size > 1) return { ...manner, byKind: true }
  else schemes.refuse(narrowed)
  return manner
}

/** Whether a hello of the same form is answered that names what the server is known to sign with. */
async function takesForm(options: Tls13SchemesOptions, schemes: Elimination<number>): Promise<boolean> {
  const { outcome, flight } = await put(options, schemes.known(), null)
  return outcome.kind === 'handshake' && flight.proof !== null
}

function put(
  { asker, groups, usual }: Tls13SchemesOptions,
  signatureSchemes: readonly number[],
  names: readonly string[] | null,
): Promise<Attempt> {
  const cheap = cheapGroup(groups)
  return asker.handshake({
    ...usual,
    ...cheap,
    offer: {
      ...usual.offer,
      ...cheap?.offer,
      versions: [wireVersions['TLSv1.3']],
      suites: suitesOf('TLSv1.3'),
      signatureSchemes,
      more: [anyChain],
      heartbeat: true,
      ...(names ? { alpn: names } : {}),
    },
    until: 'server-flight',
    refusals: true,
  })
}

/**
 * HAProxy shows its certificate of RSA in TLS 1.3 to those alone who name PKCS #1 as well, as clients do for the sake of
 * chains: there is such a certificate, or no older version could have shown it, and it was not seen to sign in each way.
 */
function mayHaveRsa({ evidence, alpn }: Tls13SchemesOptions, schemes: Elimination<number>): boolean {
  const more = expected.schemes.pss.some((scheme) => schemes.isOpen(scheme))
  return more && (alpn !== null || evidence.chains.some(({ type }) => type === 'rsa'))
}

/**
 * JSSE takes its certificate of ECDSA for whoever names any scheme of that kind, and breaks down behind its ServerHello
 * where it can't sign with one of them, whatever else was named.
 */
function breaksBehindHello(alert: Pick<Alert, 'code'>, { hello }: ServerFlight): boolean {
  return hello !== null && breaksDown(alert)
}

function kindOfFirst(schemes: Elimination<number>): (scheme: number) => boolean {
  const first = schemesOf('TLSv1.3').find((scheme) => schemes.isOpen(scheme))
  return (scheme) => first !== undefined && kindOf(scheme) === kindOf(first)
}

function kindOf(scheme: number): string | undefined {
  return signatureScheme(scheme)?.keyType
}

function chooseScheme(schemes: Elimination<number>, offered: readonly number[], chosen: number | null): void {
  if (chosen !== null && schemes.choose(offered, chosen) === 'new') return
  if (chosen !== null) schemes.admit(chosen)
  schemes.fail('not-offered')
}

/** One group that the server is known to accept, the cheapest for both sides; null where none is. */
function cheapGroup(
  groups: readonly number[],
): { readonly shareGroups: readonly number[]; readonly offer: Pick<HandshakeOffer, 'groups'> } | null {
  const group = lightGroup(groups) ?? postQuantumGroups.find((one) => groups.includes(one))
  return group === undefined ? null : { shareGroups: [group], offer: { groups: [group] } }
}
