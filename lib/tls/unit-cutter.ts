/** A kind of unit: how it says its own length, and what it is taken for. */
export interface UnitKind<Unit> {
  readonly headerBytes: number
  /** Length of the whole unit that begins at `at`, with its header there whole. Throws WireError where it is none. */
  size(bytes: Uint8Array, at: number): number
  /** From the bytes of a whole unit, header included. */
  read(bytes: Uint8Array): Unit
}

const nothing = new Uint8Array()
const end = { done: true, value: undefined } as const

/**
 * Cuts a stream of bytes into units that begin with their length (records, handshake messages), however it was cut
 * into chunks. The work is linear in the bytes, and what is held is at most twice what came. It goes through its units
 * itself, for a generator per chunk costs more than the cutting.
 */
export class UnitCutter<Unit> implements Iterable<Unit, undefined>, Iterator<Unit, undefined> {
  readonly #kind: UnitKind<Unit>
  /** The beginning of a unit, in a buffer of its own. */
  #held: Uint8Array = nothing
  #length = 0
  /** What is being cut, and where the next unit begins. */
  #chunk: Uint8Array = nothing
  #at = 0

  constructor(kind: UnitKind<Unit>) {
    this.#kind = kind
  }

  /** A unit has begun and has not ended. */
  get unfinished(): boolean {
    return this.#length > 0
  }

  /**
   * The units that this chunk completes, one by one: views of the chunk, or own copies where a unit began in an earlier
   * one. What is not taken stays for the next call. Throws WireError at a unit that can't be one, every time.
   */
  push(chunk: Uint8Array): this {
    this.#chunk = chunk
    this.#at = 0
    return this
  }

  [Symbol.iterator](): this {
    return this
  }

  next(): IteratorResult<Unit, undefined> {
    try {
      const unit = this.#cut()
      if (unit !== null) return { done: false, value: this.#kind.read(unit) }
    } catch (error) {
      this.#keep()
      throw error
    }
    return this.return()
  }

  /** Whoever stops in the middle leaves the rest of the chunk here. */
  return(): IteratorReturnResult<undefined> {
    this.#keep()
    return end
  }

  /** What stands unread, which is then no longer kept here. */
  takeRest(): Uint8Array {
    return this.#release(this.#length)
  }

  #cut(): Uint8Array | null {
    const chunk = this.#chunk
    for (;;) {
      const at = this.#at
      const left = chunk.length - at
      if (this.#length === 0) {
        const size = this.#sizeOf(chunk, at, left)
        if (size > left) return null
        this.#at = at + size
        return size === chunk.length ? chunk : chunk.subarray(at, at + size)
      }
      const lack = this.#sizeOf(this.#held, 0, this.#length) - this.#length
      if (lack <= 0) return this.#release(this.#length + lack)
      if (left === 0) return null
      this.#at = at + Math.min(lack, left)
      this.#hold(chunk.subarray(at, this.#at))
    }
  }

  /** Of the unit, or of its header as long as that is not whole. */
  #sizeOf(bytes: Uint8Array, at: number, length: number): number {
    const { headerBytes } = this.#kind
    return length < headerBytes ? headerBytes : this.#kind.size(bytes, at)
  }

  #keep(): void {
    if (this.#at < this.#chunk.length) this.#hold(this.#chunk.subarray(this.#at))
    this.#chunk = nothing
    this.#at = 0
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
