import type { Prelude } from './prelude.ts'
import { xmppStream } from './xmpp-stream.ts'

/** As one server dials another. */
export const xmppServer: Prelude = {
  id: 'xmpp-server',
  defaultPort: 5269,
  negotiate: (connection, target) => xmppStream(connection, target, 'jabber:server'),
}
