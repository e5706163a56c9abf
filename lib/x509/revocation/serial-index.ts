/** Differs from process to process, so that no list can be made whose serials all fall together. */
const seed = Math.floor(Math.random() * 2 ** 32)

/** Finds entries of a CRL by serial: an open hash table of their positions, nothing is copied. */
export class SerialIndex {
  readonly #bytes: Uint8Array
  /** Offset of an entry, plus one; 0 is free. */
  readonly #slots: Uint32Array
  readonly #mask: number
  /** Further entries with the serial of the one at the key. */
  readonly #repeated = new Map<number, number[]>()

  /** `offsets`: where entries begin that were read before and are sound. */
  constructor(bytes: Uint8Array, offsets: Uint32Array) {
    this.#bytes = bytes
    const size = 2 ** Math.ceil(Math.log2(offsets.length * 2 + 2))
    this.#slots = new Uint32Array(size)
    this.#mask = size - 1
    for (const offset of offsets) this.#insert(offset)
  }

  /** Offsets of the entries with this serial, in no order. `serial`: content octets of the INTEGER. */
  find(serial: Uint8Array): readonly number[] {
    const slot = this.#slotOf(serial)
    const head = (this.#slots[slot] ?? 0) - 1
    return head < 0 ? [] : [head, ...(this.#repeated.get(head) ?? [])]
  }

  #insert(offset: number): void {
    const slot = this.#slotOf(this.#serialAt(offset))
    const head = (this.#slots[slot] ?? 0) - 1
    if (head < 0) {
      this.#slots[slot] = offset + 1
      return
    }
    const repeated = this.#repeated.get(head)
    if (repeated) repeated.push(offset)
    else this.#repeated.set(head, [offset])
  }

  /** The slot that holds the serial, or the free one where it belongs. */
  #slotOf(serial: Uint8Array): number {
    for (let slot = hashOf(serial) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const head = (this.#slots[slot] ?? 0) - 1
      if (head < 0 || isSame(this.#serialAt(head), serial)) return slot
    }
  }

  /** The content of the INTEGER that the entry begins with, whose own length may take several octets. */
  #serialAt(offset: number): Uint8Array {
    const integerAt = afterLength(this.#bytes, offset + 1)
    const start = afterLength(this.#bytes, integerAt + 1)
    return this.#bytes.subarray(start, start + lengthAt(this.#bytes, integerAt + 1))
  }
}

function afterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  return at + 1 + (first < 0x80 ? 0 : first & 0x7f)
}

function lengthAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return first
  let length = 0
  for (let octet = 1; octet <= (first & 0x7f); octet += 1) length = length * 256 + (bytes[at + octet] ?? 0)
  return length
}

function hashOf(serial: Uint8Array): number {
  let value = seed
  for (const octet of serial) {
    value = Math.imul(value ^ octet, 0x9e3779b1)
    value ^= value >>> 15
  }
  value = Math.imul(value ^ (value >>> 13), 0x85ebca6b)
  return (value ^ (value >>> 16)) >>> 0
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false
  return true
}
