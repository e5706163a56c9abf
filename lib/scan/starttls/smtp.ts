import type { Prelude } from './prelude.ts'
import { smtpDialogue } from './smtp-dialogue.ts'

/** RFC 3207 */
export const smtp: Prelude = {
  id: 'smtp',
  defaultPort: 25,
  negotiate: (connection) => smtpDialogue(connection, 'smtp'),
}
