import type { Target } from '#lib/tls/observation.ts'
import { printable } from '../printable.ts'
import { type PreludeResult, ready, refused } from './prelude.ts'
import type { PreludeConnection } from './prelude-connection.ts'
import { protocolError } from './prelude-error.ts'
import { nextTag, type XmlTag } from './xml-tags.ts'

const tlsNamespace = 'urn:ietf:params:xml:ns:xmpp-tls'

/** RFC 6120 4.9.3.17 and 4.9.3.20: the server lacks resources, or is being shut down. */
const temporaryConditions = new Set(['resource-constraint', 'system-shutdown'])

/**
 * RFC 6120 5.4. The stream is opened to the server name, without `from`: it is optional for clients, and as a server
 * we are nobody (Prosody turns away whoever claims to be a name that it serves).
 */
export async function xmppStream(
  connection: PreludeConnection,
  target: Target,
  namespace: 'jabber:client' | 'jabber:server',
): Promise<PreludeResult> {
  const to = escapeAttribute(target.serverName || target.host)
  connection.ask(
    `<?xml version='1.0'?><stream:stream to='${to}' version='1.0' xmlns='${namespace}' xmlns:stream='http://etherx.jabber.org/streams'>`,
  )
  await openStream(connection)
  const features = await readFeatures(connection)
  if (features.kind === 'error') return turnedAway(features)
  if (!features.starttls) return refused('', 'not-offered', 'starttls is not among the features')
  const request = `<starttls xmlns='${tlsNamespace}'/>`
  // Between elements stands whitespace (RFC 6120 4.6.1), and a stream's error comes unasked (4.9.1.1).
  if (connection.holds(/^\s+$/)) connection.send(request)
  else if (!connection.holds(/^\s*<(?:[\w.-]+:)?error[\s/>]/)) connection.ask(request)
  return readVerdict(connection)
}

/** What comes before the server's own stream is another protocol. */
async function openStream(connection: PreludeConnection): Promise<void> {
  if (!/^\s*(<|$)/.test((await connection.arrival()).toString('latin1'))) throw connection.strange()
  for (;;) {
    const tag = await nextTag(connection)
    if (tag?.kind === 'open' && tag.name === 'stream' && tag.text === '') return
    if (tag?.kind !== 'declaration') throw connection.strange()
  }
}

type Features = { readonly kind: 'features'; readonly starttls: boolean } | StreamError

interface StreamError {
  readonly kind: 'error'
  readonly condition: string
  /** Empty where the server gives none. */
  readonly words: string
}

async function readFeatures(connection: PreludeConnection): Promise<Features> {
  const first = await wantTag(connection)
  if (first.name === 'error') return readError(connection)
  if (first.name !== 'features') throw unexpected(first)
  let starttls = false
  for (let tag = first; tag.kind !== 'close' || tag.name !== 'features'; tag = await wantTag(connection)) {
    if (tag.name === 'features' && tag.kind === 'empty') break
    if (tag.name === 'starttls' && tag.kind !== 'close' && tag.namespace === tlsNamespace) starttls = true
    if (tag.name === 'stream') throw unexpected(tag)
  }
  return { kind: 'features', starttls }
}

/** `<proceed/>`, whole: TLS begins right behind it (RFC 6120 5.4.2.3). */
async function readVerdict(connection: PreludeConnection): Promise<PreludeResult> {
  const verdict = await wantTag(connection)
  if (verdict.name === 'error') return turnedAway(await readError(connection))
  if (verdict.name === 'failure') return refused('', 'declined', 'failure')
  if (verdict.name !== 'proceed' || verdict.namespace !== tlsNamespace || verdict.kind === 'close') {
    throw unexpected(verdict)
  }
  if (verdict.kind === 'open') {
    const end = await wantTag(connection)
    if (end.kind !== 'close' || end.name !== 'proceed') throw unexpected(end)
  }
  return ready()
}

/** The condition is the name of the error's first element; a text may follow (RFC 6120 4.9.2). */
async function readError(connection: PreludeConnection): Promise<StreamError> {
  const first = await wantTag(connection)
  if (first.kind === 'close') return { kind: 'error', condition: 'without a condition', words: '' }
  for (let tag = first; tag.kind !== 'close' || tag.name !== 'error'; tag = await wantTag(connection)) {
    if (tag.kind === 'close' && tag.name === 'text') return { kind: 'error', condition: first.name, words: tag.text }
  }
  return { kind: 'error', condition: first.name, words: '' }
}

function turnedAway({ condition, words }: StreamError): PreludeResult {
  const reply = printable(`stream error: ${condition}${words === '' ? '' : `: ${words}`}`)
  return refused('', 'turned-away', reply, temporaryConditions.has(condition))
}

async function wantTag(connection: PreludeConnection): Promise<XmlTag> {
  const tag = await nextTag(connection)
  if (tag === null) throw protocolError('not XML')
  return tag
}

function unexpected(tag: XmlTag): Error {
  return protocolError(`not what the stream's state calls for: ${printable(tag.raw, 60)}`)
}

function escapeAttribute(text: string): string {
  return text.replace(/[^\w.:-]/g, (character) => `&#${character.codePointAt(0)};`)
}
