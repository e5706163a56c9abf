/** What the codecs throw, and nothing else: the bytes are not what the standard says. */
export class WireError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'WireError'
  }
}

/** A cursor over TLS presentation language (RFC 8446 3): big-endian integers and vectors. Gives views, copies nothing. */
export class WireReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get remaining(): number {
    return this.#bytes.length - this.#at
  }

  uint(width: 1 | 2 | 3): number {
    return this.take(width).reduce((value, byte) => value * 256 + byte, 0)
  }

  take(length: number): Uint8Array {
    if (length > this.remaining) throw new WireError(`${length} bytes are named, ${this.remaining} are there`)
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  /** A vector whose length stands before it in `width` bytes. */
  vector(width: 1 | 2 | 3): Uint8Array {
    return this.take(this.uint(width))
  }
}
