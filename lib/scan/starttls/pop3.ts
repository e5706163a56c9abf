import { printable, stableGreeting } from '../printable.ts'
import { type Prelude, PreludeError } from './prelude.ts'

/** RFC 2595 4 */
export const pop3: Prelude = {
  id: 'pop3',
  defaultPort: 110,
  async negotiate(connection) {
    const hello = await connection.line()
    const greeting = stableGreeting(hello)
    if (hello.startsWith('-ERR')) return { kind: 'refused', greeting, reply: printable(hello) }
    if (!hello.startsWith('+OK')) throw new PreludeError(`not a POP3 greeting: ${printable(hello, 60)}`)
    connection.write('STLS\r\n')
    const answer = await connection.line()
    return answer.startsWith('+OK')
      ? { kind: 'ready', greeting }
      : { kind: 'refused', greeting, reply: printable(answer) }
  },
}
