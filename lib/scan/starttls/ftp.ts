import { command, greetingText, isTransient, type LineReply, readGreeting, readReply, replyText } from './line-reply.ts'
import { type Prelude, ready, refused } from './prelude.ts'
import type { PreludeConnection } from './prelude-connection.ts'
import { otherProtocol } from './prelude-error.ts'
import { spokenBy } from './spoken-by.ts'

/** RFC 2228 5.3: not recognised, not implemented, bad sequence, mechanism unknown; vsftpd wants a login before all that it has not. */
const notOffered = new Set([500, 502, 503, 504, 530])
const closing = 421

/** RFC 4217 4: AUTH TLS on the control connection. AUTH SSL, which no standard knows, is not tried. */
export const ftp: Prelude = {
  id: 'ftp',
  defaultPort: 21,
  async negotiate(connection) {
    const hello = await readWelcome(connection)
    const greeting = greetingText(hello)
    if (hello.code >= 400) return refused(greeting, 'turned-away', replyText(hello), isTransient(hello))
    if (hello.code !== 220) throw otherProtocol(replyText(hello))
    const answer = await command(connection, 'AUTH TLS\r\n')
    if (answer.code === 234) return ready(greeting)
    const no = (reason: 'not-offered' | 'declined' | 'turned-away') =>
      refused(greeting, reason, replyText(answer), isTransient(answer))
    if (answer.code === closing) return no('turned-away')
    if (!notOffered.has(answer.code)) return no('declined')
    const greeted = `${hello.code} ${hello.lines[0] ?? ''}`
    if (!['unknown', 'ftp'].includes(spokenBy(greeted))) throw otherProtocol(greeted)
    return no('not-offered')
  },
}

/** RFC 959 5.4: `120 ready in nnn minutes` may come before the 220. */
async function readWelcome(connection: PreludeConnection): Promise<LineReply> {
  let reply = await readGreeting(connection)
  while (reply.code < 200) reply = await readReply(connection)
  return reply
}
