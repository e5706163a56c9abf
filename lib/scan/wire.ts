import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { Outcome } from '#lib/tls/observation.ts'
import { startsLikeTls } from '#lib/tls/records.ts'
import { printable } from './printable.ts'

export interface WireLimits {
  /** Longest silence of the peer. */
  readonly idleMs: number
  /** Most bytes taken from the peer on this connection. */
  readonly maxBytes: number
}

export type Phase = 'starttls' | 'handshake'

/**
 * A TCP connection under watch: counts and caps what the peer sends, ends a silence that lasts too long, and keeps the
 * peer's TLS bytes for the codecs of lib/tls while node:tls reads them through this stream.
 */
export class Wire extends Duplex {
  /** How the connection came to an end before its purpose was reached; null while nothing went wrong. */
  failure: Outcome | null = null
  /** The peer ended its side in order. */
  peerEnded = false
  readonly #socket: Socket
  readonly #limits: WireLimits
  readonly #kept: Buffer[] = []
  #phase: Phase
  #received = 0
  #firstByteSeen = false
  #idle: NodeJS.Timeout

  constructor(socket: Socket, limits: WireLimits, phase: Phase) {
    super({ allowHalfOpen: true })
    this.#socket = socket
    this.#limits = limits
    this.#phase = phase
    this.#idle = setTimeout(() => this.expire(), limits.idleMs).unref()
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('end', () => {
      this.peerEnded = true
      this.push(null)
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ETIMEDOUT') this.fail({ kind: 'timeout', during: this.#phase })
      else this.fail({ kind: 'reset', during: this.#phase })
    })
    socket.on('close', () => this.destroy())
  }

  /** From here the peer's bytes are TLS. */
  beginTls(): void {
    this.#phase = 'handshake'
  }

  /** The time for the whole connection is up. */
  expire(): void {
    this.fail({ kind: 'timeout', during: this.#phase })
  }

  /** All that the peer sent since TLS began. */
  get tlsBytes(): Buffer {
    return Buffer.concat(this.#kept)
  }

  /** Ends the connection with a typed outcome; the first one stands. */
  fail(outcome: Outcome): void {
    if (this.destroyed) return
    this.failure ??= outcome
    this.destroy()
  }

  override _read(): void {
    if (this.#socket.isPaused()) this.#socket.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // A failed write shows as the socket's own error or close.
    this.#socket.write(chunk, () => done())
  }

  override _final(done: () => void): void {
    this.#socket.end(() => done())
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#idle)
    this.#socket.destroy()
    done(error)
  }

  #take(chunk: Buffer): void {
    this.#idle.refresh()
    this.#received += chunk.length
    if (this.#received > this.#limits.maxBytes) {
      this.fail({ kind: 'too-much-data', limitBytes: this.#limits.maxBytes })
      return
    }
    if (this.#phase === 'handshake') {
      if (!this.#firstByteSeen && !startsLikeTls(chunk[0] ?? 0)) {
        this.fail({ kind: 'not-tls', detail: printable(chunk, 60) })
        return
      }
      this.#firstByteSeen = true
      this.#kept.push(chunk)
    }
    if (!this.push(chunk)) this.#socket.pause()
  }
}
