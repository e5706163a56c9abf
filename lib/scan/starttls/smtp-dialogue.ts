import { printable } from '../printable.ts'
import { command, greetingText, isTransient, type LineReply, readGreeting, replyText } from './line-reply.ts'
import { type PreludeResult, ready, refused } from './prelude.ts'
import type { PreludeConnection } from './prelude-connection.ts'
import { otherProtocol, PreludeError } from './prelude-error.ts'
import { spokenBy } from './spoken-by.ts'

/** Command not recognised, not implemented, parameter not implemented; and FTP's "not logged in". */
const strangeCommand = new Set([500, 502, 504, 530])
/** RFC 5321 3.8: the server shuts its channel down, whatever it was asked. */
const closing = 421

/** RFC 3207 with the hello of SMTP or of LMTP (RFC 2033 4.1). The hello comes first: servers refuse STARTTLS without it. */
export async function smtpDialogue(connection: PreludeConnection, protocol: 'smtp' | 'lmtp'): Promise<PreludeResult> {
  const other = protocol === 'smtp' ? 'lmtp' : 'smtp'
  const hello = await readGreeting(connection)
  const greeting = greetingText(hello)
  const turnedAway = (reply: LineReply) => refused(greeting, 'turned-away', replyText(reply), isTransient(reply))
  if (hello.code >= 400) return turnedAway(hello)
  if (hello.code !== 220) throw otherProtocol(replyText(hello))
  const capabilities = await command(connection, helloOf(protocol))
  if (capabilities.code !== 250) {
    if (!strangeCommand.has(capabilities.code)) return turnedAway(capabilities)
    const greeted = `${hello.code} ${hello.lines[0] ?? ''}`
    if (spokenBy(greeted) === 'ftp') throw otherProtocol(greeted)
    // The two greet alike: who knows the other's hello is the other.
    if ((await command(connection, helloOf(other))).code === 250) {
      throw new PreludeError({ kind: 'other-protocol', spoken: other, detail: printable(greeted, 60) })
    }
    return refused(greeting, 'not-offered', replyText(capabilities))
  }
  // The first line names the server; each of the others is one extension (RFC 5321 4.1.1.1).
  if (!capabilities.lines.slice(1).some((line) => line.trim().toUpperCase() === 'STARTTLS')) {
    return refused(greeting, 'not-offered', 'STARTTLS is not among the capabilities')
  }
  const answer = await command(connection, 'STARTTLS\r\n')
  if (answer.code === 220) return ready(greeting)
  if (answer.code === closing) return turnedAway(answer)
  return refused(greeting, 'declined', replyText(answer), isTransient(answer))
}

function helloOf(protocol: 'smtp' | 'lmtp'): string {
  return `${protocol === 'smtp' ? 'EHLO' : 'LHLO'} countersign.invalid\r\n`
}
