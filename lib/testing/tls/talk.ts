import { connect } from 'node:net'
import type { Session } from '#lib/tls/conversation.ts'

export interface TalkOptions {
  /** Application data, said once the handshake is finished. */
  readonly say?: string
  /** In its place: what is written then, as it is. */
  readonly send?: () => Uint8Array
  /** When it is enough; where the conversation is over it is so anyway. */
  readonly until?: (session: Session) => boolean
  /** Gives what comes in pieces of so many bytes. */
  readonly pieceBytes?: number
}

/** Carries a session over TCP until it has what it wants, is over, or the server hangs up. */
export function talk(
  session: Session,
  where: { readonly address?: string; readonly port: number },
  { say, send, until = ({ received }) => received.length > 0, pieceBytes = 65536 }: TalkOptions = {},
): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(where.port, where.address ?? '127.0.0.1')
    let said = say === undefined && send === undefined
    let enough = false
    socket.on('close', () => resolve())
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      if (enough) return
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        // The view is valid during the call alone: what is kept of it shows at once.
        const piece = Buffer.from(chunk.subarray(at, at + pieceBytes))
        const answer = session.receive(piece)
        piece.fill(0xee)
        if (answer) socket.write(Buffer.from(answer))
      }
      if (!said && session.established) {
        said = true
        socket.write(send ? Buffer.from(send()) : session.seal(Buffer.from(say ?? '')))
      }
      enough = session.over || until(session)
      if (enough && session.established && !session.over) socket.write(Buffer.from(session.close()))
      if (enough) socket.end()
    })
    socket.write(Buffer.from(session.begin()))
  })
}
