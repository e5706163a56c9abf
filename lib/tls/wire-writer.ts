const nothing = Buffer.alloc(0)

/** The buffer that the last writer left: most messages are written into one that has grown already. */
let spare: Buffer | null = null

/** Writes TLS presentation language (RFC 8446 3): big-endian integers and vectors. Grows as needed. */
export class WireWriter {
  #buffer = spare ?? Buffer.allocUnsafeSlow(4096)
  #length = 0

  constructor() {
    spare = null
  }

  get length(): number {
    return this.#length
  }

  uint(value: number, width: 1 | 2 | 3): this {
    this.#room(width)
    this.#put(value, width, this.#length)
    this.#length += width
    return this
  }

  bytes(bytes: Uint8Array): this {
    this.#room(bytes.length)
    this.#buffer.set(bytes, this.#length)
    this.#length += bytes.length
    return this
  }

  text(ascii: string): this {
    return this.bytes(Buffer.from(ascii, 'latin1'))
  }

  /** What `write` writes, with its length before it in `width` bytes. Throws RangeError where that is too narrow. */
  vector(width: 1 | 2 | 3, write: (writer: this) => void): this {
    const at = this.#length
    this.uint(0, width)
    write(this)
    const length = this.#length - at - width
    if (length >= 256 ** width) throw new RangeError(`${length} bytes in a vector whose length has ${width} bytes`)
    this.#put(length, width, at)
    return this
  }

  /** A list of two-byte values, with its length in bytes before it. */
  list16(values: readonly number[]): this {
    const bytes = 2 * values.length
    if (bytes >= 65536) throw new RangeError(`${bytes} bytes in a vector whose length has 2 bytes`)
    this.#room(2 + bytes)
    const buffer = this.#buffer
    let at = this.#length
    buffer[at++] = bytes >> 8
    buffer[at++] = bytes
    for (const value of values) {
      buffer[at++] = value >> 8
      buffer[at++] = value
    }
    this.#length = at
    return this
  }

  /** A copy of the bytes so far; the writer is not to be used after it. */
  finish(): Buffer {
    const whole = Buffer.allocUnsafe(this.#length)
    whole.set(this.#buffer.subarray(0, this.#length))
    spare = this.#buffer
    this.#buffer = nothing
    this.#length = 0
    return whole
  }

  #put(value: number, width: number, at: number): void {
    for (let index = at + width - 1, left = value; index >= at; index--, left >>>= 8) this.#buffer[index] = left
  }

  #room(length: number): void {
    const needed = this.#length + length
    if (needed <= this.#buffer.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#buffer.length))
    larger.set(this.#buffer.subarray(0, this.#length))
    this.#buffer = larger
  }
}
