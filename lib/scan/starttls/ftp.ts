import { stableGreeting } from '../printable.ts'
import { readReply, replyText } from './line-reply.ts'
import type { Prelude } from './prelude.ts'

/** RFC 4217 4: AUTH TLS on the control connection. */
export const ftp: Prelude = {
  id: 'ftp',
  defaultPort: 21,
  async negotiate(connection) {
    const hello = await readReply(connection)
    const greeting = stableGreeting(`${hello.code} ${hello.lines[0] ?? ''}`)
    if (hello.code !== 220) return { kind: 'refused', greeting, reply: replyText(hello) }
    connection.write('AUTH TLS\r\n')
    const answer = await readReply(connection)
    return answer.code === 234 ? { kind: 'ready', greeting } : { kind: 'refused', greeting, reply: replyText(answer) }
  },
}
