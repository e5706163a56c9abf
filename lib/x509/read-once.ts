import type { DerNode, DerReader } from './der.ts'
import { standsAlone } from './der-values.ts'

const maxBytes = 512
/** What is read from longer documents is not kept: its text keeps theirs alive. */
const maxDocumentBytes = 4096

interface Known<T> {
  readonly value: T
  /** That are inside. */
  readonly elements: number
}

/**
 * What has been read from the same octets before: certificates of one issuer share its name and most extensions. What
 * had problems is not kept, for these name their place, and neither is what is long. The values are shared: nobody may
 * write to them. Everything that is read by one of these stands at the same depth.
 */
export class ReadOnce<T> {
  #recent = new Map<string, Known<T>>()
  /** What was recent until that was full; what is not met again goes with the next turn. */
  #earlier = new Map<string, Known<T>>()
  readonly #most: number

  /** At most twice as many are kept. */
  constructor(most: number) {
    this.#most = most
  }

  /** What `read` makes of the node, or made of it before. */
  read(reader: DerReader, node: DerNode, read: () => T): T {
    if (node.end - node.offset > maxBytes) return read()
    const key = reader.wholeLatin1(node)
    const recent = this.#recent.get(key)
    const known = recent ?? this.#earlier.get(key)
    if (known !== undefined && reader.skip(known.elements)) {
      if (recent === undefined) this.#keep(key, known)
      return known.value
    }
    const before = reader.elements
    const value = read()
    if (known === undefined && reader.problems.length === 0 && reader.bytes.byteLength <= maxDocumentBytes)
      this.#keep(key, { value, elements: reader.elements - before })
    return value
  }

  #keep(key: string, known: Known<T>): void {
    if (this.#recent.size >= this.#most) {
      this.#earlier = this.#recent
      this.#recent = new Map()
    }
    this.#recent.set(standsAlone(key), known)
  }
}
