import { printable, stableGreeting } from '../printable.ts'
import { type Prelude, ready, refused } from './prelude.ts'
import type { PreludeConnection } from './prelude-connection.ts'
import { PreludeError, protocolError } from './prelude-error.ts'

/** RFC 3206 4 and RFC 2449 8.1: the same may succeed later. */
const temporaryCode = /^-ERR \[(?:SYS\/TEMP|IN-USE|LOGIN-DELAY)/i

/** RFC 2595 4 */
export const pop3: Prelude = {
  id: 'pop3',
  defaultPort: 110,
  async negotiate(connection) {
    const hello = await connection.line()
    const greeting = stableGreeting(hello)
    const no = (reason: 'not-offered' | 'declined' | 'turned-away', line: string) =>
      refused(greeting, reason, printable(line), temporaryCode.test(line))
    if (/^-ERR\b/.test(hello)) return no('turned-away', hello)
    if (!/^\+OK\b/.test(hello)) throw connection.strange()
    connection.ask('STLS\r\n')
    const answer = await connection.line()
    if (/^\+OK\b/.test(answer)) return ready(greeting)
    if (!/^-ERR\b/.test(answer)) throw protocolError(`neither +OK nor -ERR: ${printable(answer, 60)}`)
    const lacking = !temporaryCode.test(answer) && (await lacksTls(connection))
    return no(lacking ? 'not-offered' : 'declined', answer)
  },
}

/** RFC 2449 5: what the server says that it can do, where it says so. */
async function lacksTls(connection: PreludeConnection): Promise<boolean> {
  try {
    connection.ask('CAPA\r\n')
    if (!/^\+OK\b/.test(await connection.line())) return false
    for (;;) {
      const line = await connection.line()
      if (/^STLS\b/i.test(line)) return false
      if (line === '.') return true
    }
  } catch (error) {
    if (error instanceof PreludeError) return false
    throw error
  }
}
