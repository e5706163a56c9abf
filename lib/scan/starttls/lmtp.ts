import type { Prelude } from './prelude.ts'
import { smtpDialogue } from './smtp-dialogue.ts'

/** RFC 2033, RFC 3207. No port is registered; 24 ("any private mail system") is what servers are set to. */
export const lmtp: Prelude = {
  id: 'lmtp',
  defaultPort: 24,
  negotiate: (connection) => smtpDialogue(connection, 'lmtp'),
}
