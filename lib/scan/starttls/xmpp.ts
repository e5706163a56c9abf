import type { Prelude } from './prelude.ts'
import { xmppStream } from './xmpp-stream.ts'

/** As a client dials. */
export const xmpp: Prelude = {
  id: 'xmpp',
  defaultPort: 5222,
  negotiate: (connection, target) => xmppStream(connection, target, 'jabber:client'),
}
