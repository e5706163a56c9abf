import type { DerNode, DerReader } from './der.ts'

const maxBytes = 512

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
  readonly #known = new Map<string, Known<T>>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  /** What `read` makes of the node, or made of it before. */
  read(reader: DerReader, node: DerNode, read: () => T): T {
    if (node.end - node.offset > maxBytes) return read()
    const key = reader.wholeLatin1(node)
    const known = this.#known.get(key)
    if (known !== undefined && reader.skip(known.elements)) return known.value
    const before = reader.elements
    const value = read()
    if (known === undefined && reader.problems.length === 0) {
      const oldest = this.#known.size < this.#most ? undefined : this.#known.keys().next().value
      if (oldest !== undefined) this.#known.delete(oldest)
      this.#known.set(key, { value, elements: reader.elements - before })
    }
    return value
  }
}
