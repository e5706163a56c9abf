import { printable, stableGreeting } from '../printable.ts'
import type { PreludeConnection } from './prelude-connection.ts'
import { protocolError } from './prelude-error.ts'

export interface LineReply {
  readonly code: number
  /** Without their codes. */
  readonly lines: readonly string[]
}

/** A reply of SMTP (RFC 5321 4.2.1) or FTP (RFC 959 4.2): `250-first`, then `250 last`. */
export async function readReply(connection: PreludeConnection): Promise<LineReply> {
  return finishReply(connection, await connection.line(), (line) =>
    protocolError(`not a reply code: ${printable(line, 60)}`),
  )
}

/**
 * Asks and reads the answer. A server that shuts its channel down says so unasked, too (RFC 5321 3.8, RFC 959 5.4):
 * whether that comes before the question or after it, it is the answer.
 */
export function command(connection: PreludeConnection, request: string): Promise<LineReply> {
  if (!connection.holds(/^421(?:[ -]|\r?\n)/)) connection.ask(request)
  return readReply(connection)
}

/** The first reply of a connection: what begins with no code of three digits is another protocol. */
export async function readGreeting(connection: PreludeConnection): Promise<LineReply> {
  return finishReply(connection, await connection.line(), () => connection.strange())
}

export function replyText(reply: LineReply): string {
  return printable(`${reply.code} ${reply.lines[0] ?? ''}`.trim())
}

export function greetingText(hello: LineReply): string {
  return stableGreeting(`${hello.code} ${hello.lines[0] ?? ''}`)
}

/** RFC 5321 4.2.1, RFC 959 4.2: a first digit of 4 is a "transient negative completion reply". */
export function isTransient(reply: LineReply): boolean {
  return reply.code >= 400 && reply.code < 500
}

/** Lines between the first and the last may bear any text (RFC 959 4.2). */
async function finishReply(
  connection: PreludeConnection,
  first: string,
  strange: (line: string) => Error,
): Promise<LineReply> {
  const code = /^([1-5]\d\d)(?:[ -]|$)/.exec(first)?.[1]
  if (code === undefined) throw strange(first)
  const isLast = (line: string) => line === code || line.startsWith(`${code} `)
  const lines = [first.slice(4)]
  for (let line = first; !isLast(line); ) {
    line = await connection.line()
    lines.push(line.startsWith(code) ? line.slice(4) : line)
  }
  return { code: Number(code), lines }
}
