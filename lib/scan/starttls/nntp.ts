import { printable, stableGreeting } from '../printable.ts'
import { type Prelude, ready, refused } from './prelude.ts'
import { protocolError } from './prelude-error.ts'

/** RFC 3977 5.1.1: the service is temporarily unavailable; as an answer to a command it also ends the connection. */
const unavailable = '400'
/** And RFC 3977 3.2.1: an internal fault, by which nothing is said of what the server could do without it. */
const temporary = new Set([unavailable, '403'])
/** RFC 3977 3.2.1: unknown command, syntax error, feature not supported. */
const notOffered = new Set(['500', '501', '503'])

/** RFC 4642 2.2. Its answers are of one line. */
export const nntp: Prelude = {
  id: 'nntp',
  defaultPort: 119,
  async negotiate(connection) {
    const hello = await connection.line()
    const greeting = stableGreeting(hello)
    const no = (reason: 'not-offered' | 'declined' | 'turned-away', line: string) =>
      refused(greeting, reason, printable(line), temporary.has(line.slice(0, 3)))
    if (/^(400|502)( |$)/.test(hello)) return no('turned-away', hello)
    if (!/^20[01]( |$)/.test(hello)) throw connection.strange()
    connection.ask('STARTTLS\r\n')
    const answer = await connection.line()
    const code = /^([1-5]\d\d)(?: |$)/.exec(answer)?.[1]
    if (code === undefined) throw protocolError(`not a response code: ${printable(answer, 60)}`)
    if (code === '382') return ready(greeting)
    if (code === unavailable) return no('turned-away', answer)
    return no(notOffered.has(code) ? 'not-offered' : 'declined', answer)
  },
}
