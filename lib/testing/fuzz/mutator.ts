const interesting = [0x00, 0x01, 0x02, 0x03, 0x0b, 0x14, 0x15, 0x16, 0x7f, 0x80, 0xfe, 0xff]
const maxInputBytes = 64 * 1024

/** Makes inputs of a corpus: the same ones for the same seed. */
export class Mutator {
  readonly #corpus: readonly Uint8Array[]
  #state: number

  constructor(corpus: readonly Uint8Array[], seed: number) {
    this.#corpus = corpus
    this.#state = seed | 1
  }

  /** An entry of the corpus with some changes, seldom random bytes. */
  next(): Uint8Array {
    if (this.#below(50) === 0) return this.#random(this.#below(600))
    let input: Uint8Array = Uint8Array.from(this.#entry())
    for (let changes = 1 + this.#below(6); changes > 0; changes--) input = this.#change(input)
    return input.subarray(0, maxInputBytes)
  }

  #change(input: Uint8Array): Uint8Array {
    if (input.length === 0) return this.#random(8)
    const at = this.#below(input.length + 1)
    const length = this.#below(Math.min(64, input.length - at) + 1)
    switch (this.#below(8)) {
      case 0:
        return input.with(Math.min(at, input.length - 1), this.#below(256))
      case 1:
        return this.#flip(input, at)
      case 2:
        return this.#nudge(input, at)
      case 3:
        return input.subarray(0, at)
      case 4:
        return joined(input.subarray(0, at), input.subarray(at + length))
      case 5:
        return joined(input.subarray(0, at + length), input.subarray(at))
      case 6:
        return joined(input.subarray(0, at), this.#random(this.#below(8)), input.subarray(at))
      default:
        return this.#splice(input, at)
    }
  }

  #flip(input: Uint8Array, at: number): Uint8Array {
    if (at < input.length) input[at] = (input[at] ?? 0) ^ (1 << this.#below(8))
    return input
  }

  /** One up or down, or a value at which codecs turn: lengths are reached so. */
  #nudge(input: Uint8Array, at: number): Uint8Array {
    if (at >= input.length) return input
    const value = input[at] ?? 0
    input[at] = [value + 1, value - 1, interesting[this.#below(interesting.length)] ?? 0][this.#below(3)] ?? 0
    return input
  }

  #splice(input: Uint8Array, at: number): Uint8Array {
    const other = this.#entry()
    return joined(input.subarray(0, at), other.subarray(this.#below(other.length + 1)))
  }

  #entry(): Uint8Array {
    return this.#corpus[this.#below(this.#corpus.length)] ?? new Uint8Array([0])
  }

  #random(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#below(256))
  }

  /** Marsaglia's xorshift. */
  #below(limit: number): number {
    this.#state ^= this.#state << 13
    this.#state ^= this.#state >>> 17
    this.#state ^= this.#state << 5
    return (this.#state >>> 0) % limit
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts))
}
