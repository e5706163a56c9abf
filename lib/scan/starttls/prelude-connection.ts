import { printable } from '../printable.ts'
import { otherProtocol, PreludeError, protocolError } from './prelude-error.ts'
import type { PreludeStream } from './prelude-stream.ts'

/** A prelude needs no more: the longest are banners of FTP servers, XMPP features and SMTP capabilities. */
export const maxPreludeBytes = 64 * 1024
/** A line or a tag needs no more: the longest are lists of IMAP capabilities. */
const maxLineBytes = 8 * 1024
const lineFeed = 0x0a

/** Reads lines and exact byte counts from the plaintext part of a connection, within bounds. */
export class PreludeConnection {
  readonly #stream: PreludeStream
  #buffer = Buffer.allocUnsafe(2048)
  /** What is received and not yet taken lies between these. */
  #from = 0
  #to = 0
  #overflown = false
  #ended = false
  #wake = () => {}

  constructor(stream: PreludeStream) {
    this.#stream = stream
    this.#ended = stream.destroyed
    stream.on('data', this.#onData)
    stream.on('end', this.#onEnd)
    stream.on('close', this.#onEnd)
  }

  /**
   * Sends a request. A server that has already said more than it was asked for is out of step, or somebody answers in
   * its place: what it said is no answer to this request. Throws PreludeError then.
   */
  ask(data: string | Uint8Array): void {
    if (this.#from < this.#to) {
      // Where the client speaks first, who has spoken already is another protocol.
      if (this.untouched) throw this.strange()
      throw protocolError(`an answer before the question: ${printable(this.seen(), 60)}`)
    }
    this.send(data)
  }

  /** Sends where the server may speak unasked. */
  send(data: string | Uint8Array): void {
    if (!this.#stream.destroyed) this.#stream.write(data)
  }

  /** The next line without its end, as latin1. */
  async line(): Promise<string> {
    return (await this.through(lineFeed)).replace(/\r?\n$/, '')
  }

  /** All bytes up to and with the next `byte`, as latin1; at most 8 KiB. */
  async through(byte: number): Promise<string> {
    let sought = this.#from
    const end = await this.#find(() => {
      const at = this.#buffer.subarray(0, this.#to).indexOf(byte, sought)
      sought = this.#to
      if ((at < 0 ? this.#to : at) - this.#from >= maxLineBytes) throw tooMuch(maxLineBytes)
      return at < 0 ? -1 : at + 1
    })
    return this.#take(end).toString('latin1')
  }

  async bytes(count: number): Promise<Buffer> {
    if (count > maxPreludeBytes) throw protocolError(`a packet of ${count} bytes`)
    return this.#take(await this.#find(() => (this.#to - this.#from >= count ? this.#from + count : -1)))
  }

  /** Resolves when something has come that was not taken; takes nothing. */
  async arrival(): Promise<Buffer> {
    await this.#find(() => (this.#from < this.#to ? this.#to : -1))
    return this.seen()
  }

  /** Whether what has been received and not been taken, as latin1, is so. Takes nothing. */
  holds(pattern: RegExp): boolean {
    return pattern.test(this.#buffer.toString('latin1', this.#from, this.#to))
  }

  /** What has been received and not been taken; a copy. Takes nothing. */
  seen(): Buffer {
    return Buffer.from(this.#buffer.subarray(this.#from, this.#to))
  }

  /** The error for a server whose first words, taken or not, are another protocol. */
  strange(): PreludeError {
    return otherProtocol(this.#buffer.subarray(0, this.#to))
  }

  /**
   * Hands the stream over, paused. False where plaintext came after the go-ahead: that could be an injected command or
   * answer (CVE-2011-0411 and its kind), so it ends the attempt.
   */
  release(): boolean {
    this.#stream.pause()
    this.close()
    return this.#from === this.#to && !this.#overflown && this.#stream.readableLength === 0
  }

  /** Whether the peer has said all that it said in vain: nothing of it was taken. */
  get untouched(): boolean {
    return this.#from === 0
  }

  /** Stops listening. */
  close(): void {
    this.#stream.removeListener('data', this.#onData)
    this.#stream.removeListener('end', this.#onEnd)
    this.#stream.removeListener('close', this.#onEnd)
  }

  readonly #onData = (chunk: Buffer) => {
    if (this.#to + chunk.length > maxPreludeBytes) this.#overflown = true
    else this.#keep(chunk)
    this.#wake()
  }

  readonly #onEnd = () => {
    this.#ended = true
    this.#wake()
  }

  /** Never forgets what was taken: the buffer's end counts all that the peer sent. */
  #keep(chunk: Buffer): void {
    const needed = this.#to + chunk.length
    if (needed > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.min(maxPreludeBytes, Math.max(needed, 2 * this.#buffer.length)))
      this.#buffer.copy(grown, 0, 0, this.#to)
      this.#buffer = grown
    }
    chunk.copy(this.#buffer, this.#to)
    this.#to = needed
  }

  #take(end: number): Buffer {
    const taken = Buffer.from(this.#buffer.subarray(this.#from, end))
    this.#from = end
    return taken
  }

  async #find(end: () => number): Promise<number> {
    for (;;) {
      const found = end()
      if (found >= 0) return found
      if (this.#overflown) throw tooMuch(maxPreludeBytes)
      if (this.#ended) throw new PreludeError(null)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}

function tooMuch(limitBytes: number): PreludeError {
  return new PreludeError({ kind: 'too-much-data', limitBytes })
}
