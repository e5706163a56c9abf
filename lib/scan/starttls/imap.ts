import { printable, stableGreeting } from '../printable.ts'
import { type Prelude, ready, refused } from './prelude.ts'
import type { PreludeConnection } from './prelude-connection.ts'

/** RFC 5530 3: "temporary failure because a subsystem is down", and what is in use by another now. */
const temporaryCode = /^\S+ (?:NO|BYE) \[(?:UNAVAILABLE|INUSE)\]/i

/** RFC 9051 6.2.1 */
export const imap: Prelude = {
  id: 'imap',
  defaultPort: 143,
  async negotiate(connection) {
    const hello = await connection.line()
    const greeting = stableGreeting(hello)
    const no = (reason: 'declined' | 'turned-away', line: string) =>
      refused(greeting, reason, printable(line), temporaryCode.test(line))
    if (/^\* BYE\b/i.test(hello)) return no('turned-away', hello)
    // TLS can't begin in a session that is authenticated already (RFC 9051 7.1.4 and 11.1).
    if (/^\* PREAUTH\b/i.test(hello)) return no('declined', hello)
    if (!/^\* OK\b/i.test(hello)) throw connection.strange()
    const told = /\[CAPABILITY ([^\]]*)\]/i.exec(hello)?.[1] ?? ''
    // A proxy that adds TLS hands on the greeting of a server that has none, and tells its own abilities only when asked.
    if (!offersTls(told)) {
      const asked = await command(connection, 'a1', 'CAPABILITY')
      if (asked.kind === 'bye') return no('turned-away', asked.line)
      const lists = asked.untagged.filter((line) => /^\* CAPABILITY /i.test(line))
      // Who tells none is asked for TLS outright.
      if (lists.length > 0 && !lists.some(offersTls)) {
        return refused(greeting, 'not-offered', 'STARTTLS is not among the capabilities')
      }
    }
    const answer = await command(connection, 'a2', 'STARTTLS')
    if (answer.kind === 'bye') return no('turned-away', answer.line)
    return /^a2 OK\b/i.test(answer.line) ? ready(greeting) : no('declined', answer.line)
  },
}

function offersTls(capabilities: string): boolean {
  return /(^| )STARTTLS( |$)/i.test(capabilities)
}

interface Answer {
  /** `bye`: the server ends the connection instead of an answer (RFC 9051 7.1.5). */
  readonly kind: 'tagged' | 'bye'
  readonly line: string
  readonly untagged: readonly string[]
}

async function command(connection: PreludeConnection, tag: string, text: string): Promise<Answer> {
  const untagged: string[] = []
  let asked = false
  for (;;) {
    // Untagged responses come unasked, too (RFC 9051 7).
    if (!asked && !connection.holds(/^\*/)) {
      connection.ask(`${tag} ${text}\r\n`)
      asked = true
    }
    const line = await connection.line()
    if (line.startsWith(`${tag} `)) return { kind: 'tagged', line, untagged }
    if (/^\* BYE\b/i.test(line)) return { kind: 'bye', line, untagged }
    untagged.push(line)
  }
}
