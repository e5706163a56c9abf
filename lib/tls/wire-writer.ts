/** Writes TLS presentation language (RFC 8446 3): big-endian integers and vectors. Grows as needed. */
export class WireWriter {
  #buffer = Buffer.allocUnsafe(512)
  #length = 0

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
    return this.vector(2, () => {
      for (const value of values) this.uint(value, 2)
    })
  }

  /** The bytes so far; the writer is not to be used after it. */
  finish(): Buffer {
    return this.#buffer.subarray(0, this.#length)
  }

  #put(value: number, width: number, at: number): void {
    for (let index = at + width - 1, left = value; index >= at; index--, left >>>= 8) this.#buffer[index] = left
  }

  #room(length: number): void {
    const needed = this.#length + length
    if (needed <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#buffer.length))
    larger.set(this.#buffer.subarray(0, this.#length))
    this.#buffer = larger
  }
}
