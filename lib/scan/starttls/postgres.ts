import { printable } from '../printable.ts'
import { type Prelude, type PreludeResult, ready, refused } from './prelude.ts'
import type { PreludeConnection } from './prelude-connection.ts'

/** PostgreSQL's protocol, "SSLRequest": length 8, code 80877103. TLS at once (PostgreSQL 17, ALPN `postgresql`) has no prelude. */
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])

/** What libpq takes for an ErrorResponse of version 3; anything else is the text of an older server. */
const plausibleLength = { min: 8, max: 30_000 } as const

/** SQLSTATE classes "insufficient resources" and "operator intervention" (shutting down, starting up). */
const temporaryState = /^(53|57P)/

export const postgres: Prelude = {
  id: 'postgres',
  defaultPort: 5432,
  async negotiate(connection) {
    connection.ask(sslRequest)
    const answer = await connection.bytes(1)
    const letter = answer.toString('latin1')
    // Its answers are single letters, with which the banners of others begin, too.
    const banner = connection.strange()
    if (banner.outcome?.kind === 'other-protocol' && banner.outcome.spoken !== 'unknown') throw banner
    if (letter === 'S') return ready()
    if (letter === 'N') return refused('', 'not-offered', 'N')
    if (letter !== 'E') throw banner
    return readError(connection)
  },
}

/** An ErrorResponse in answer to SSLRequest tells of the server's state, not of TLS. */
async function readError(connection: PreludeConnection): Promise<PreludeResult> {
  const head = await connection.bytes(4)
  const length = head.readUInt32BE()
  if (length < plausibleLength.min || length > plausibleLength.max) {
    // A server that can't fork says so in the form of version 2: text up to a zero, without a length.
    const text = head.toString('latin1') + (await connection.through(0))
    return refused('', 'turned-away', printable(text.replace(/\n?\0$/, '')))
  }
  const fields = new Map<string, string>()
  for (const field of (await connection.bytes(length - 4)).toString('latin1').split('\0')) {
    if (!fields.has(field.charAt(0))) fields.set(field.charAt(0), field.slice(1))
  }
  const state = fields.get('C') ?? ''
  return refused('', 'turned-away', printable(`${state} ${fields.get('M') ?? ''}`.trim()), temporaryState.test(state))
}
