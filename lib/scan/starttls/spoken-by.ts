import type { SpokenProtocol } from '#lib/tls/observation.ts'

/** What only one protocol begins with; the first that matches is taken. */
const beginnings: readonly (readonly [SpokenProtocol, RegExp])[] = [
  ['http', /^HTTP\/\d|^\s*<(!DOCTYPE html|html|head)\b/i],
  ['ssh', /^SSH-\d/],
  ['lmtp', /^220[ -][^\n]*\bLMTP\b/i],
  ['smtp', /^220[ -][^\n]*(SMTP|Postfix|Exim|Sendmail)/i],
  ['ftp', /^220[ -][^\n]*(FTP|FileZilla)/i],
  ['imap', /^\* (OK|PREAUTH|BYE)\b/i],
  ['pop3', /^\+OK\b/],
  ['nntp', /^20[01] /],
  ['sieve', /^"IMPLEMENTATION" /i],
  ['irc', /^(:\S+ )?(NOTICE (AUTH|\*)|ERROR :|\d{3} \* :)/],
  ['xmpp', /^<\?xml[^>]*>\s*<stream:|^<stream:/],
]

/** Recognises a protocol by the first bytes of a server; for words, and for what to leave open: nothing is known by it. */
export function spokenBy(said: Uint8Array | string): SpokenProtocol {
  const bytes = Buffer.from(typeof said === 'string' ? said.slice(0, 256) : said.subarray(0, 256))
  const text = bytes.toString('latin1')
  return beginnings.find(([, pattern]) => pattern.test(text))?.[0] ?? spokenInBinary(bytes)
}

const x224Codes: ReadonlySet<number | undefined> = new Set([0xd0, 0x80, 0xf0])

function spokenInBinary(bytes: Buffer): SpokenProtocol {
  const [first, second, third, fourth, fifth] = bytes
  // A record: alert or handshake, SSL 3.0 to TLS 1.3. A client that waits for one byte sees no more of it.
  if ((first === 0x15 || first === 0x16) && (second === 3 || second === undefined)) return 'tls'
  // A handshake packet of version 10, whose number is 0.
  if (third === 0 && fourth === 0 && fifth === 10) return 'mysql'
  // TPKT, and in it X.224: a connection is confirmed or ended, or data.
  if (first === 3 && second === 0 && third === 0 && x224Codes.has(bytes[5])) return 'rdp'
  return 'unknown'
}
