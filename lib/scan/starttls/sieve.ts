import { printable, stableGreeting } from '../printable.ts'
import { type Prelude, ready, refused } from './prelude.ts'
import type { PreludeConnection } from './prelude-connection.ts'
import { protocolError } from './prelude-error.ts'

/** RFC 5804 1.3: "a temporary server failure". */
const temporaryCode = /^(?:NO|BYE) \(TRYLATER\b/i
const ending = /^(OK|NO|BYE)\b/i

/** ManageSieve (RFC 5804 1.7, 2.2): the server tells its capabilities at once, one in a line, and ends them with OK. */
export const sieve: Prelude = {
  id: 'sieve',
  defaultPort: 4190,
  async negotiate(connection) {
    const first = await readLine(connection)
    if (!ending.test(first) && !first.startsWith('"')) throw connection.strange()
    const hello = await readResponse(connection, first)
    const named = hello.capabilities.map((line) => /^"IMPLEMENTATION" "(.*)"$/i.exec(line)?.[1])
    const greeting = stableGreeting(named.find((name) => name !== undefined) ?? '')
    const no = (reason: 'declined' | 'turned-away', line: string) =>
      refused(greeting, reason, printable(line), temporaryCode.test(line))
    if (!/^OK\b/i.test(hello.end)) return no('turned-away', hello.end)
    if (!hello.capabilities.some((line) => /^"STARTTLS"/i.test(line))) {
      return refused(greeting, 'not-offered', 'STARTTLS is not among the capabilities')
    }
    // BYE comes unasked, too (RFC 5804 1.2), and is the answer then.
    if (!connection.holds(/^BYE\b/i)) connection.ask('STARTTLS\r\n')
    const { end } = await readResponse(connection, await readLine(connection))
    if (/^OK\b/i.test(end)) return ready(greeting)
    return no(/^BYE\b/i.test(end) ? 'turned-away' : 'declined', end)
  },
}

interface Response {
  readonly capabilities: readonly string[]
  /** The line that begins with OK, NO or BYE. */
  readonly end: string
}

async function readResponse(connection: PreludeConnection, first: string): Promise<Response> {
  const capabilities: string[] = []
  let line = first
  while (!ending.test(line)) {
    if (!line.startsWith('"')) throw protocolError(`neither a capability nor an ending: ${printable(line, 60)}`)
    capabilities.push(line)
    line = await readLine(connection)
  }
  return { capabilities, end: line }
}

/** A line with its literals, `{3}` CRLF and as many bytes, set in (RFC 5804 4). */
async function readLine(connection: PreludeConnection): Promise<string> {
  let line = await connection.line()
  for (;;) {
    const length = /\{(\d{1,9})\+?\}$/.exec(line)?.[1]
    if (length === undefined) return line
    const literal = await connection.bytes(Number(length))
    line = line.replace(/\{\d+\+?\}$/, '') + literal.toString('latin1') + (await connection.line())
  }
}
