/** What the codecs throw, and nothing else: the bytes are not what the standard says. */
export class WireError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'WireError'
  }
}

/** The server did nothing wrong: what it chose can't be led to its end here. What it said before stands. */
export class NotCompletedError extends WireError {}

/** A cursor over TLS presentation language (RFC 8446 3): big-endian integers and vectors. Gives views, copies nothing. */
export class WireReader {
  readonly #bytes: Uint8Array
  readonly #end: number
  #at: number

  constructor(bytes: Uint8Array, from = 0, end = bytes.length) {
    this.#bytes = bytes
    this.#at = from
    this.#end = end
  }

  get remaining(): number {
    return this.#end - this.#at
  }

  uint(width: 1 | 2 | 3): number {
    this.#expect(width)
    let value = 0
    for (let index = 0; index < width; index++) value = value * 256 + (this.#bytes[this.#at++] ?? 0)
    return value
  }

  take(length: number): Uint8Array {
    this.#expect(length)
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  /** A vector whose length stands before it in `width` bytes. */
  vector(width: 1 | 2 | 3): Uint8Array {
    return this.take(this.uint(width))
  }

  /** The same, copied: it outlives the bytes that are read. */
  copy(width: 1 | 2 | 3): Uint8Array {
    return new Uint8Array(this.vector(width))
  }

  /** A vector of two-byte values. */
  list16(): readonly number[] {
    const reader = this.within(2)
    const values: number[] = []
    while (reader.remaining > 0) values.push(reader.uint(2))
    return values
  }

  /** A reader of the vector that follows. */
  within(width: 1 | 2 | 3): WireReader {
    const length = this.uint(width)
    this.#expect(length)
    this.#at += length
    return new WireReader(this.#bytes, this.#at - length, this.#at)
  }

  /** Throws WireError where something is left. */
  end(what: string): void {
    if (this.remaining > 0) throw new WireError(`${this.remaining} bytes too many in ${what}`)
  }

  #expect(length: number): void {
    if (length > this.remaining) throw new WireError(`${length} bytes are named, ${this.remaining} are there`)
  }
}
