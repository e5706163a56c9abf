import { failed, type Observed, observed } from '#lib/core/observed.ts'
import type { Offer } from '#lib/tls/client-hello.ts'
import type { ServerFlight } from '#lib/tls/flight.ts'
import type { PostureFacts, ServerNameAnswer } from '#lib/tls/observation.ts'
import { fingerprint } from '#lib/x509/fingerprint.ts'
import type { Asker, HandshakeWish } from '../ask.ts'
import type { Attempt } from '../attempt.ts'
import { userCanceled } from '../hang-up.ts'
import type { NextProtocols } from './next-protocols.ts'
import { refusesList } from './refusal.ts'

/** RFC 6761 6.4: a name that nobody has. */
const unknownName = 'no-such-name.invalid'

export interface ServerNamesOptions {
  readonly first: Attempt
  readonly asker: Asker
  /** The name that `first` sent. */
  readonly sent: string
  readonly usual: Pick<HandshakeWish, 'offer' | 'without' | 'shareGroups'>
  /** A hello that shows in the clear the only certificate that was seen, put together for a name; null: there is none. */
  readonly plain: (serverName: string) => Offer | null
  readonly nextProtocols: NextProtocols
}

/** What the server does without a name and with one that it can't know. */
export async function askServerNames(options: ServerNamesOptions): Promise<PostureFacts['serverNames']> {
  const { first, sent } = options
  const without = sent === '' ? answerOf(first) : await askName(options, '')
  const unknown = await askName(options, unknownName)
  if (without.status !== 'observed') return failed(without.reason)
  if (unknown.status !== 'observed') return failed(unknown.reason)
  return observed({ without: without.value, unknown: unknown.value })
}

async function askName(
  { first, asker, usual, plain, nextProtocols }: ServerNamesOptions,
  serverName: string,
): Promise<Observed<ServerNameAnswer>> {
  const inTheClear = plain(serverName)
  const answer = inTheClear && (await nextProtocols.ask(asker, inTheClear, 'server-flight', 'hint'))
  // The chain of the first handshake, in the clear: a handshake would say the same, but at several times the cost.
  if (answer?.kind === 'hello' && isSame(answer.flight.chain, first.flight.chain)) {
    return observed({ outcome: 'handshake', detail: null, chain: (first.flight.chain ?? []).map(fingerprint) })
  }
  const until = 'certificate'
  const made = await asker.handshake({ ...usual, offer: { ...usual.offer, serverName }, until })
  const narrowed = usual.shareGroups !== undefined && made.outcome.kind === 'alert' && refusesList(made.outcome)
  // Under another name the server may want another group.
  return answerOf(narrowed ? await asker.handshake({ offer: { serverName }, until }) : made)
}

function isSame(chain: ServerFlight['chain'], other: ServerFlight['chain']): boolean {
  if (!chain || !other || chain.length !== other.length) return false
  return chain.every((der, at) => Buffer.from(der).equals(other[at] ?? new Uint8Array()))
}

/** What is no answer of the server's own is none. A flight that came to the certificate has told what was asked. */
function answerOf({ outcome, flight }: Attempt): Observed<ServerNameAnswer> {
  const chain = flight.chain?.map(fingerprint) ?? null
  if (outcome.kind === 'handshake' || chain !== null) return observed({ outcome: 'handshake', detail: null, chain })
  if (outcome.kind === 'alert' && outcome.code === userCanceled) return failed('alert', outcome.name)
  if (outcome.kind === 'alert') return observed({ outcome: 'alert', detail: outcome.name, chain: null })
  return outcome.kind === 'protocol-error' ? failed(outcome.kind, outcome.detail) : failed(outcome.kind)
}
