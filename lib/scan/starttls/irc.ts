import { printable, stableGreeting } from '../printable.ts'
import { type Prelude, type PreludeResult, ready, refused } from './prelude.ts'
import type { PreludeConnection } from './prelude-connection.ts'

interface Message {
  readonly line: string
  readonly prefix: string
  readonly command: string
  /** The last one without its colon. */
  readonly parameters: readonly string[]
}

/** RFC 1459 4.1 and RFC 2812 5.2: no permission for this host, a wrong password, banned, about to be banned. */
const turnedAway = new Set(['463', '464', '465', '466', 'ERROR'])
/** Unknown command; not registered: what servers without CAP or STARTTLS answer. */
const unknownCommand = new Set(['421', '451'])

/**
 * IRCv3's `tls` extension: CAP LS tells whether STARTTLS is there; servers from before CAP are asked outright. Whatever
 * a server tells in the meantime (notices of host name and ident look-ups) is passed over, and its pings are answered.
 */
export const irc: Prelude = {
  id: 'irc',
  defaultPort: 6667,
  async negotiate(connection) {
    connection.send('CAP LS\r\n')
    const capabilities: string[] = []
    let answer = await nextAnswer(connection, true)
    while (answer.command === 'CAP') {
      capabilities.push(...(answer.parameters.at(-1) ?? '').split(' '))
      // With more lines to come, an asterisk stands before the list.
      if (answer.parameters.length < 4) break
      answer = await nextAnswer(connection)
    }
    if (turnedAway.has(answer.command)) return rejected(answer)
    if (answer.command === 'CAP' && !capabilities.some((name) => /^tls(=|$)/i.test(name))) {
      return refused(nameOf(answer), 'not-offered', 'tls is not among the capabilities')
    }
    connection.send('STARTTLS\r\n')
    const verdict = await nextAnswer(connection)
    if (verdict.command === '670') return ready(nameOf(verdict))
    if (turnedAway.has(verdict.command)) return rejected(verdict)
    const reason = unknownCommand.has(verdict.command) ? 'not-offered' : 'declined'
    return refused(nameOf(verdict), reason, printable(verdict.line))
  },
}

function rejected(message: Message): PreludeResult {
  return refused(nameOf(message), 'turned-away', printable(message.line))
}

function nameOf({ prefix }: Message): string {
  return stableGreeting(prefix)
}

/** The next message that answers a command of ours. */
async function nextAnswer(connection: PreludeConnection, first = false): Promise<Message> {
  let greeted = !first
  for (;;) {
    const line = await connection.line()
    const message = parseMessage(line)
    if (message === null) {
      // Not a single message yet: this is no IRC server.
      if (!greeted) throw connection.strange()
      continue
    }
    greeted = true
    const { command, parameters } = message
    if (command === 'PING') connection.send(`PONG :${token(parameters.at(-1) ?? '')}\r\n`)
    else if (command === 'CAP' ? parameters[1]?.toUpperCase() === 'LS' : isAnswer(command)) return message
  }
}

function isAnswer(command: string): boolean {
  return command === '670' || command === '691' || unknownCommand.has(command) || turnedAway.has(command)
}

/** `[@tags] [:prefix] COMMAND parameters [:last]` (RFC 1459 2.3.1). */
function parseMessage(line: string): Message | null {
  const match = /^(?:@\S+ +)?(?::(\S+) +)?([A-Za-z]+|\d{3})(?: +(.*))?$/s.exec(line)
  const command = match?.[2]?.toUpperCase()
  if (command === undefined || (match?.[1] === undefined && !unprefixed.has(command))) return null
  const [middle = '', ...rest] = ` ${match?.[3] ?? ''}`.split(' :')
  const parameters = middle.split(' ').filter((word) => word !== '')
  if (rest.length > 0) parameters.push(rest.join(' :'))
  return { line, prefix: match?.[1] ?? '', command, parameters }
}

/** What a server says without its name before it. */
const unprefixed = new Set(['PING', 'NOTICE', 'ERROR', 'CAP', 'AUTHENTICATE'])

/** What goes back to the server: nothing that could begin a command of its own. */
function token(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, '').slice(0, 100)
}
