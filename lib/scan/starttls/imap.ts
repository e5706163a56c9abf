import { printable, stableGreeting } from '../printable.ts'
import { type Prelude, PreludeError } from './prelude.ts'

const maxUntaggedLines = 100

/** RFC 9051 6.2.1 */
export const imap: Prelude = {
  id: 'imap',
  defaultPort: 143,
  async negotiate(connection) {
    const hello = await connection.line()
    const greeting = stableGreeting(hello)
    if (/^\* BYE/i.test(hello)) return { kind: 'refused', greeting, reply: printable(hello) }
    if (!/^\* (OK|PREAUTH)/i.test(hello)) throw new PreludeError(`not an IMAP greeting: ${printable(hello, 60)}`)
    connection.write('a1 STARTTLS\r\n')
    for (let lines = 0; lines < maxUntaggedLines; lines += 1) {
      const line = await connection.line()
      if (/^a1 OK/i.test(line)) return { kind: 'ready', greeting }
      if (/^a1 |^\* BYE/i.test(line)) return { kind: 'refused', greeting, reply: printable(line) }
    }
    throw new PreludeError('no tagged answer to STARTTLS')
  },
}
