import { failed, type Observed, observed } from '#lib/core/observed.ts'
import type { PostureFacts, ServerNameAnswer } from '#lib/tls/observation.ts'
import { fingerprint } from '#lib/x509/fingerprint.ts'
import type { Asker, HandshakeWish } from '../ask.ts'
import type { Attempt } from '../attempt.ts'
import { refusesList } from './refusal.ts'

/** RFC 6761 6.4: a name that nobody has. */
const unknownName = 'no-such-name.invalid'

export interface ServerNamesOptions {
  readonly first: Attempt
  readonly asker: Asker
  /** The name that `first` sent. */
  readonly sent: string
  readonly usual: Pick<HandshakeWish, 'offer' | 'without' | 'shareGroups'>
}

/** What the server does without a name and with one that it can't know. */
export async function askServerNames({
  first,
  asker,
  sent,
  usual,
}: ServerNamesOptions): Promise<PostureFacts['serverNames']> {
  const withName = async (serverName: string) => {
    const until = 'certificate'
    const made = await asker.handshake({ ...usual, offer: { ...usual.offer, serverName }, until })
    const narrowed = usual.shareGroups !== undefined && made.outcome.kind === 'alert' && refusesList(made.outcome)
    // Under another name the server may want another group.
    return narrowed ? asker.handshake({ offer: { serverName }, until }) : made
  }
  const without = sent === '' ? first : await withName('')
  const unknown = await withName(unknownName)
  const answers = { without: answerOf(without), unknown: answerOf(unknown) }
  if (answers.without.status !== 'observed') return failed(answers.without.reason)
  if (answers.unknown.status !== 'observed') return failed(answers.unknown.reason)
  return observed({ without: answers.without.value, unknown: answers.unknown.value })
}

/** What is no answer of the server's own is none. A flight that came to the certificate has told what was asked. */
function answerOf({ outcome, flight }: Attempt): Observed<ServerNameAnswer> {
  const chain = flight.chain?.map(fingerprint) ?? null
  if (outcome.kind === 'handshake' || chain !== null) return observed({ outcome: 'handshake', detail: null, chain })
  if (outcome.kind === 'alert') return observed({ outcome: 'alert', detail: outcome.name, chain: null })
  return outcome.kind === 'protocol-error' ? failed(outcome.kind, outcome.detail) : failed(outcome.kind)
}
