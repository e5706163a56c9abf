import { stableGreeting } from '../printable.ts'
import { readReply, replyText } from './line-reply.ts'
import type { Prelude } from './prelude.ts'

/** RFC 3207. EHLO comes first, for servers refuse STARTTLS without it. */
export const smtp: Prelude = {
  id: 'smtp',
  defaultPort: 25,
  async negotiate(connection) {
    const hello = await readReply(connection)
    const greeting = stableGreeting(`${hello.code} ${hello.lines[0] ?? ''}`)
    if (hello.code !== 220) return { kind: 'refused', greeting, reply: replyText(hello) }
    connection.write('EHLO countersign.invalid\r\n')
    const capabilities = await readReply(connection)
    if (capabilities.code !== 250) return { kind: 'refused', greeting, reply: replyText(capabilities) }
    if (!capabilities.lines.some((line) => line.trim().toUpperCase() === 'STARTTLS')) {
      return { kind: 'refused', greeting, reply: 'STARTTLS is not among the capabilities' }
    }
    connection.write('STARTTLS\r\n')
    const answer = await readReply(connection)
    return answer.code === 220 ? { kind: 'ready', greeting } : { kind: 'refused', greeting, reply: replyText(answer) }
  },
}
