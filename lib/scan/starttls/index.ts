import { ftp } from './ftp.ts'
import { imap } from './imap.ts'
import { irc } from './irc.ts'
import { ldap } from './ldap.ts'
import { lmtp } from './lmtp.ts'
import { mysql } from './mysql.ts'
import { nntp } from './nntp.ts'
import { pop3 } from './pop3.ts'
import { postgres } from './postgres.ts'
import type { Prelude } from './prelude.ts'
import { rdp } from './rdp.ts'
import { sieve } from './sieve.ts'
import { smtp } from './smtp.ts'
import { xmpp } from './xmpp.ts'
import { xmppServer } from './xmpp-server.ts'

/** Every protocol that reaches TLS by a prelude. */
export const preludes: Readonly<Record<Prelude['id'], Prelude>> = {
  ...{ smtp, lmtp, imap, pop3, ftp, ldap, postgres, mysql, xmpp, 'xmpp-server': xmppServer },
  ...{ nntp, sieve, irc, rdp },
}
