/** How a kind of unit says its own length. */
export interface UnitHeader {
  readonly bytes: number
  /** Length of the whole unit whose header begins here and is there whole. Throws WireError where it is none. */
  size(bytes: Uint8Array): number
}

const nothing = new Uint8Array()

/**
 * Cuts a stream of bytes into units that begin with their length (records, handshake messages), however it was cut
 * into chunks. The work is linear in the bytes, and what is held is at most twice what came.
 */
export class UnitCutter {
  readonly #header: UnitHeader
  /** The beginning of a unit, in a buffer of its own. */
  #held: Uint8Array = nothing
  #length = 0

  constructor(header: UnitHeader) {
    this.#header = header
  }

  /** A unit has begun and has not ended. */
  get unfinished(): boolean {
    return this.#length > 0
  }

  /**
   * The units that this chunk completes, one by one: views of the chunk, or own copies where a unit began in an earlier
   * one. What is not taken stays for the next call. Throws WireError at a unit that can't be one, every time.
   */
  *push(chunk: Uint8Array): Generator<Uint8Array, void, void> {
    let rest = chunk
    try {
      for (;;) {
        if (this.#length === 0) {
          const size = this.#sizeOf(rest)
          if (size > rest.length) return
          const unit = rest.subarray(0, size)
          rest = rest.subarray(size)
          yield unit
        } else {
          const lack = this.#sizeOf(this.#held.subarray(0, this.#length)) - this.#length
          if (lack <= 0) yield this.#release(this.#length + lack)
          else if (rest.length === 0) return
          else {
            this.#hold(rest.subarray(0, lack))
            rest = rest.subarray(lack)
          }
        }
      }
    } finally {
      if (rest.length > 0) this.#hold(rest)
    }
  }

  /** What stands unread, which is then no longer kept here. */
  takeRest(): Uint8Array {
    return this.#release(this.#length)
  }

  /** Of the unit, or of its header as long as that is not whole. */
  #sizeOf(bytes: Uint8Array): number {
    return bytes.length < this.#header.bytes ? this.#header.bytes : this.#header.size(bytes)
  }

  #hold(more: Uint8Array): void {
    const length = this.#length + more.length
    if (length > this.#held.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#length))
      larger.set(this.#held.subarray(0, this.#length))
      this.#held = larger
    }
    this.#held.set(more, this.#length)
    this.#length = length
  }

  /** The first bytes of what is held; the buffer goes with them. */
  #release(length: number): Uint8Array {
    const released = this.#held.subarray(0, length)
    this.#held = this.#held.subarray(length)
    this.#length -= length
    if (this.#length === 0) this.#held = nothing
    return released
  }
}
