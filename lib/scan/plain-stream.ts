import { EventEmitter } from 'node:events'
import type { Outcome } from '#lib/tls/observation.ts'
import type { Connection } from './connection.ts'
import type { PreludeStream } from './starttls/prelude-stream.ts'

/** A connection before TLS, as preludes read it. */
export class PlainStream extends EventEmitter<{ data: [Buffer]; end: []; close: [] }> implements PreludeStream {
  readonly #connection: Connection

  constructor(connection: Connection) {
    super()
    this.#connection = connection
    connection.whenOver(() => this.emit('close'))
    // The listeners of a prelude are set before the next turn; they copy what they keep.
    queueMicrotask(() =>
      connection.read(
        ({ buffer, byteOffset, length }) => void this.emit('data', Buffer.from(buffer, byteOffset, length)),
      ),
    )
  }

  get destroyed(): boolean {
    return this.#connection.over
  }

  get readableLength(): number {
    return this.#connection.unreadBytes
  }

  get failure(): Outcome | null {
    return this.#connection.failure
  }

  write(data: string | Uint8Array): void {
    this.#connection.write(data)
  }

  pause(): void {
    this.#connection.pause()
  }
}
