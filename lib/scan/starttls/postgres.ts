import { printable } from '../printable.ts'
import { type Prelude, PreludeError } from './prelude.ts'

/** PostgreSQL's protocol, "SSLRequest": length 8, code 80877103. */
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])

export const postgres: Prelude = {
  id: 'postgres',
  defaultPort: 5432,
  async negotiate(connection) {
    connection.write(sslRequest)
    const answer = (await connection.bytes(1)).toString('latin1')
    if (answer === 'S') return { kind: 'ready', greeting: '' }
    if (answer === 'N') return { kind: 'refused', greeting: '', reply: 'N' }
    if (answer !== 'E') throw new PreludeError(`not an answer to SSLRequest: ${printable(answer)}`)
    const length = (await connection.bytes(4)).readUInt32BE()
    if (length < 4) throw new PreludeError(`an ErrorResponse of ${length} bytes`)
    return { kind: 'refused', greeting: '', reply: printable(await connection.bytes(Math.min(length - 4, 200))) }
  },
}
