import type { MtlsVerdict, OutcomeKind, Transport } from '#lib/tls/observation.ts'

export const mtlsWords = {
  ENFORCED: 'Enforced',
  'REQUESTED-ONLY': 'Requested only',
  'ACCEPTS-UNTRUSTED': 'Accepts anybody',
  'NOT-REQUESTED': 'Not requested',
  UNKNOWN: 'Unknown',
} as const satisfies Record<MtlsVerdict, string>

/** What each verdict on client certificates means. */
export const mtlsMeanings = {
  ENFORCED: 'A client without a trusted certificate is turned away.',
  'REQUESTED-ONLY': 'The server asks for a client certificate, and goes on without one.',
  'ACCEPTS-UNTRUSTED': 'The server asks for a client certificate, and takes one that we made ourselves.',
  'NOT-REQUESTED': 'The server asked us for no client certificate.',
  UNKNOWN: 'Whether clients have to prove themselves was not learned.',
} as const satisfies Record<MtlsVerdict, string>

export const transportWords = {
  tls: 'TLS',
  smtp: 'SMTP STARTTLS',
  lmtp: 'LMTP STARTTLS',
  imap: 'IMAP STARTTLS',
  pop3: 'POP3 STLS',
  ldap: 'LDAP StartTLS',
  postgres: 'PostgreSQL TLS',
  mysql: 'MySQL TLS',
  ftp: 'FTP AUTH TLS',
  xmpp: 'XMPP STARTTLS',
  'xmpp-server': 'XMPP server STARTTLS',
  nntp: 'NNTP STARTTLS',
  sieve: 'ManageSieve STARTTLS',
  irc: 'IRC STARTTLS',
  rdp: 'RDP TLS',
} as const satisfies Record<Transport, string>

export const bindingWords = {
  hand: 'by hand',
  import: 'by an import',
  rule: 'by a rule',
} as const

/** What each way in which an attempt can end says, and what it does not. */
export const outcomeMeanings = {
  handshake: 'A TLS handshake was finished. This says that somebody answers in TLS, not that it is who was meant.',
  'dns-failure': 'The name could not be resolved, so nothing was dialled.',
  'blocked-by-scope': 'The scope of the site forbids this address, so nothing was dialled.',
  refused: 'The host answered that nothing listens on this port.',
  unreachable: 'The network told that there is no way to this address.',
  timeout: 'Nothing came within the time allowed. Whether TLS is spoken here is not known.',
  reset: 'The connection was broken off by the peer or by something between.',
  closed: 'The peer closed the connection before the handshake was finished.',
  'not-tls': 'Something answered that is not TLS: whoever dials this port sends in the clear.',
  alert:
    'The server ended the handshake with a TLS alert. Where it had shown its certificate before, that certificate is on record.',
  'starttls-refused': 'The server would not change over to TLS, or would not talk to us at all.',
  'plaintext-after-starttls':
    'After the go-ahead for TLS came more plaintext: an answer that somebody may have put in between. It was not taken for TLS.',
  'other-protocol': 'Something answered that speaks another protocol than the one whose STARTTLS was to be used.',
  'too-much-data': 'The peer sent more than a handshake may hold, and was cut off.',
  'protocol-error': 'The peer answered in a way that breaks the protocol.',
} as const satisfies Record<OutcomeKind, string>
