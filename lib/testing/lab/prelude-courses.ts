import type { Transport } from '#lib/tls/observation.ts'
import type { Step } from './dialogue.ts'
import { mysqlGreeting } from './server-preludes.ts'

interface Course {
  /** A server's steps up to the client's last request before TLS, and that request. */
  readonly upToRequest: readonly Step[]
  readonly goAhead: string | Uint8Array
}

const streamHead = "<?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
const features =
  "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><mechanisms><mechanism>PLAIN</mechanism></mechanisms></stream:features>"
const xmpp: Course = {
  upToRequest: [/<stream:stream [^>]*>$/, streamHead + features, /<starttls [^>]*\/>$/],
  goAhead: "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
}

/** How a prelude goes well, part by part, so that each part can be replaced by another. */
export const preludeCourses: Readonly<Record<Exclude<Transport, 'tls' | 'mysql'>, Course>> = {
  smtp: {
    upToRequest: ['220-mx.test ESMTP\r\n220 Lab\r\n', /^EHLO /, '250-mx.test\r\n250 StartTLS\r\n', /^STARTTLS\r\n$/],
    goAhead: '220 go\r\n',
  },
  lmtp: {
    upToRequest: ['220 mx.test LMTP\r\n', /^LHLO /, '250-mx.test\r\n250 STARTTLS\r\n', /^STARTTLS\r\n$/],
    goAhead: '220 go\r\n',
  },
  imap: {
    upToRequest: [
      ...['* OK ready\r\n', /^a1 CAPABILITY\r\n$/, '* CAPABILITY IMAP4rev1 STARTTLS\r\na1 OK done\r\n'],
      /^a2 STARTTLS\r\n$/,
    ],
    goAhead: 'a2 OK go\r\n',
  },
  pop3: { upToRequest: ['+OK ready\r\n', /^STLS\r\n$/], goAhead: '+OK go\r\n' },
  ftp: { upToRequest: ['220-Welcome\r\n to all\r\n220 Lab\r\n', /^AUTH TLS\r\n$/], goAhead: '234 go\r\n' },
  ldap: {
    upToRequest: [/1\.3\.6\.1\.4\.1\.1466\.20037$/],
    // The lengths in four bytes, as Active Directory sends them.
    goAhead: Buffer.from('308400000010020101788400000007' + '0a010004000400', 'hex'),
  },
  postgres: { upToRequest: [/^[\s\S]{8}$/], goAhead: 'S' },
  xmpp,
  'xmpp-server': xmpp,
  nntp: { upToRequest: ['201 news.test ready\r\n', /^STARTTLS\r\n$/], goAhead: '382 go\r\n' },
  sieve: {
    upToRequest: ['"IMPLEMENTATION" "Lab"\r\n"STARTTLS"\r\nOK (TAG {3}\r\nabc) "ready"\r\n', /^STARTTLS\r\n$/],
    goAhead: 'OK\r\n',
  },
  irc: {
    upToRequest: [
      ...[':lab NOTICE * :*** Looking up your hostname\r\nPING :7\r\n', /PONG :7\r\n$/],
      ...[':lab NOTICE * :*** No ident response\r\n:lab CAP * LS * :away-notify\r\n:lab CAP * LS :tls\r\n'],
      /STARTTLS\r\n$/,
    ],
    goAhead: ':lab 670 * :go\r\n',
  },
  rdp: { upToRequest: [/^[\s\S]{19}$/], goAhead: Buffer.from('030000130ed00000123400' + '0200080002000000', 'hex') },
}

/** MySQL's go-ahead is its greeting: TLS begins when the client wants it. */
export const mysqlGoAhead = mysqlGreeting(0xffff)
