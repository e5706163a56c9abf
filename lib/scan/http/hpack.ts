import { decodeHuffman } from './huffman.ts'

/** Names of the static table (RFC 7541 appendix A) that are of interest here. */
const statusNames: readonly string[] = ['200', '204', '206', '304', '400', '404', '500']
const firstStatus = 8
const staticNames: ReadonlyMap<number, string> = new Map([
  [20, 'access-control-allow-origin'],
  [21, 'age'],
  [24, 'cache-control'],
  [26, 'content-encoding'],
  [33, 'date'],
  [54, 'server'],
  [55, 'set-cookie'],
  [56, 'strict-transport-security'],
  [60, 'via'],
])
const staticEntries = 61

/** A header whose name is not of interest has null for it; a value that is no ASCII text is null. */
export interface HeaderField {
  readonly name: string | null
  readonly value: string | null
}

/** Thrown by the decoder alone: the block is not what RFC 7541 says. */
export class HpackError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'HpackError'
  }
}

/**
 * Reads header blocks of one connection (RFC 7541). What its dynamic table forgets is never referred to again by a
 * sender that keeps to the standard, so nothing is evicted: the caller's bound on the bytes bounds the table.
 */
export class HpackDecoder {
  readonly #added: HeaderField[] = []
  #block: Uint8Array = new Uint8Array()
  #at = 0

  /** The fields of one block, in order. Throws HpackError. */
  decode(block: Uint8Array): readonly HeaderField[] {
    this.#block = block
    this.#at = 0
    const fields: HeaderField[] = []
    while (this.#at < block.length) {
      const field = this.#field()
      if (field) fields.push(field)
    }
    return fields
  }

  /** RFC 7541 6: a field, or null for a change of the table's size. */
  #field(): HeaderField | null {
    const first = this.#block[this.#at] ?? 0
    if (first & 0x80) return this.#entry(this.#integer(7))
    if ((first & 0xe0) === 0x20) {
      this.#integer(5)
      return null
    }
    const kept = (first & 0x40) !== 0
    const index = this.#integer(kept ? 6 : 4)
    const name = index === 0 ? this.#string() : this.#entry(index).name
    const field = { name, value: this.#string() }
    if (kept) this.#added.unshift(field)
    return field
  }

  #entry(index: number): HeaderField {
    const added = this.#added[index - staticEntries - 1]
    if (added) return added
    if (index === 0 || index > staticEntries) throw new HpackError(`there is no entry ${index}`)
    const status = statusNames[index - firstStatus]
    if (status !== undefined) return { name: ':status', value: status }
    return { name: staticNames.get(index) ?? null, value: null }
  }

  /** RFC 7541 5.1 */
  #integer(prefixBits: number): number {
    const limit = 2 ** prefixBits - 1
    const value = this.#byte() & limit
    if (value < limit) return value
    let sum = limit
    for (let factor = 1; factor <= 2 ** 21; factor *= 128) {
      const byte = this.#byte()
      sum += (byte & 0x7f) * factor
      if (byte < 0x80) return sum
    }
    throw new HpackError('an integer that is too large')
  }

  /** RFC 7541 5.2 */
  #string(): string | null {
    const coded = ((this.#block[this.#at] ?? 0) & 0x80) !== 0
    const length = this.#integer(7)
    if (this.#at + length > this.#block.length) throw new HpackError('a string that is longer than its block')
    const bytes = this.#block.subarray(this.#at, this.#at + length)
    this.#at += length
    return coded ? decodeHuffman(bytes) : Buffer.from(bytes).toString('latin1')
  }

  #byte(): number {
    const byte = this.#block[this.#at]
    if (byte === undefined) throw new HpackError('the block ends too early')
    this.#at += 1
    return byte
  }
}
