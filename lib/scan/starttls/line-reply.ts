import { printable } from '../printable.ts'
import { PreludeError } from './prelude.ts'
import type { PreludeConnection } from './prelude-connection.ts'

export interface LineReply {
  readonly code: number
  readonly lines: readonly string[]
}

const maxReplyLines = 100

/** A reply of SMTP (RFC 5321 4.2.1) or FTP (RFC 959 4.2): `250-first`, then `250 last`. */
export async function readReply(connection: PreludeConnection): Promise<LineReply> {
  const lines: string[] = []
  let code: string | undefined
  while (lines.length < maxReplyLines) {
    const line = await connection.line()
    const match = /^(\d{3})([ -]|$)/.exec(line)
    code ??= match?.[1]
    if (code === undefined) throw new PreludeError(`not a reply code: ${printable(line, 60)}`)
    lines.push(match?.[1] === code ? line.slice(4) : line)
    if (match?.[1] === code && match[2] !== '-') return { code: Number(code), lines }
  }
  throw new PreludeError(`a reply of more than ${maxReplyLines} lines`)
}

export function replyText(reply: LineReply): string {
  return printable(`${reply.code} ${reply.lines[0] ?? ''}`)
}
