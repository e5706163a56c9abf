import type { Duplex } from 'node:stream'
import { printable } from '../printable.ts'
import { PreludeError } from './prelude.ts'

/** A prelude needs no more: the longest are XMPP features and SMTP capabilities. */
const maxPreludeBytes = 64 * 1024
const maxLineBytes = 4096

/** The connection ended under a prelude; its owner knows why. */
export class PreludeEnded extends Error {}

/** Reads lines and exact byte counts from the plaintext part of a connection, within bounds. */
export class PreludeConnection {
  readonly #stream: Duplex
  #buffer = Buffer.alloc(0)
  #taken = 0
  #ended = false
  #wake = () => {}

  constructor(stream: Duplex) {
    this.#stream = stream
    stream.on('data', this.#onData)
    stream.on('end', this.#onEnd)
    stream.on('close', this.#onEnd)
  }

  write(data: string | Uint8Array): void {
    if (!this.#stream.destroyed) this.#stream.write(data)
  }

  /** The next line without its end. Throws PreludeError for one that is too long. */
  async line(): Promise<string> {
    const end = await this.#find((buffer) => buffer.indexOf(0x0a), maxLineBytes)
    const line = this.#consume(end + 1).toString('latin1')
    return line.replace(/\r?\n$/, '')
  }

  async bytes(count: number): Promise<Buffer> {
    if (count > maxPreludeBytes) throw new PreludeError(`a packet of ${count} bytes`)
    await this.#find((buffer) => (buffer.length >= count ? count : -1), maxPreludeBytes)
    return this.#consume(count)
  }

  /** All text up to and with the first match of `pattern`. */
  async until(pattern: RegExp): Promise<string> {
    const end = await this.#find((buffer) => {
      const match = pattern.exec(buffer.toString('latin1'))
      return match ? match.index + match[0].length : -1
    }, maxPreludeBytes)
    return this.#consume(end).toString('latin1')
  }

  /**
   * Hands the stream over to TLS. Plaintext that came after the go-ahead could be an injected command or answer
   * (CVE-2011-0411 and its kind), so it ends the attempt.
   */
  release(): void {
    this.#stream.pause()
    this.#stream.removeListener('data', this.#onData)
    this.#stream.removeListener('end', this.#onEnd)
    this.#stream.removeListener('close', this.#onEnd)
    if (this.#buffer.length > 0 || this.#stream.readableLength > 0) {
      throw new PreludeError(`plaintext after the go-ahead: ${printable(this.#buffer, 60)}`)
    }
  }

  readonly #onData = (chunk: Buffer) => {
    this.#taken += chunk.length
    this.#buffer = Buffer.concat([this.#buffer, chunk])
    this.#wake()
  }

  readonly #onEnd = () => {
    this.#ended = true
    this.#wake()
  }

  #consume(count: number): Buffer {
    const taken = this.#buffer.subarray(0, count)
    this.#buffer = this.#buffer.subarray(count)
    return taken
  }

  async #find(position: (buffer: Buffer) => number, limitBytes: number): Promise<number> {
    for (;;) {
      const found = position(this.#buffer)
      if (found >= 0) return found
      if (this.#buffer.length > limitBytes || this.#taken > maxPreludeBytes) {
        throw new PreludeError(`more than ${limitBytes} bytes without an end: ${printable(this.#buffer, 60)}`)
      }
      if (this.#ended) throw new PreludeEnded()
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
