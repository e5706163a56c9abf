import { ftp } from './ftp.ts'
import { imap } from './imap.ts'
import { ldap } from './ldap.ts'
import { mysql } from './mysql.ts'
import { pop3 } from './pop3.ts'
import { postgres } from './postgres.ts'
import type { Prelude } from './prelude.ts'
import { smtp } from './smtp.ts'
import { xmpp } from './xmpp.ts'

/** Every protocol that reaches TLS by a prelude. */
export const preludes: Readonly<Record<Prelude['id'], Prelude>> = { smtp, imap, pop3, ldap, postgres, mysql, ftp, xmpp }
