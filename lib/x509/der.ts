import type { ParseProblem } from './certificate.ts'
import { ParseError } from './parse-error.ts'

/** Bounds of one document. A certificate with 10,000 names takes about 200 KiB and 20,000 elements. */
export const derLimits = { bytes: 1024 * 1024, elements: 200_000, depth: 32, problems: 200 } as const

/** Documents up to this many bytes are read as one text. */
const longestText = 64 * 1024

/** Bounds that a kind of document may have of its own: revocation lists are far longer than certificates. */
export interface DerSize {
  readonly bytes: number
  readonly elements: number
}

/** One element, as positions in the document: nothing is copied. */
export interface DerNode {
  /** The whole identifier octet (class, constructed bit, number); high tag numbers keep 31 as theirs. */
  readonly tag: number
  /** Where the identifier octet stands. */
  readonly offset: number
  /** First octet of the content, and the one after its last. */
  readonly start: number
  readonly end: number
  readonly depth: number
}

/**
 * Reads DER (X.690) where it stands. Lengths that are longer than need be are accepted and noted as problems;
 * indefinite lengths, and lengths that leave their parent, are refused.
 * Work is bounded by `derLimits`, or a size of its own. Throws nothing but ParseError.
 */
export class DerReader {
  /** The same bytes as Buffer and as text of one character each, once something is read as text. */
  #buffer: Buffer | null = null
  #text: string | null = null
  readonly bytes: Uint8Array
  readonly problems: ParseProblem[] = []
  readonly #size: DerSize
  #elements = 0

  constructor(bytes: Uint8Array, size: DerSize = derLimits) {
    if (bytes.byteLength > size.bytes) throw new ParseError(0, `longer than ${size.bytes} bytes`)
    this.bytes = bytes
    this.#size = size
  }

  /** The first element of the document; bytes after it are noted. */
  root(): DerNode {
    return this.#only(0, this.bytes.byteLength, 0)
  }

  /** The one element inside an OCTET STRING or an explicit tag; bytes after it are noted. */
  inside(node: DerNode): DerNode {
    return this.#only(node.start, node.end, node.depth + 1)
  }

  children(node: DerNode): DerNode[] {
    const { start, end } = node
    if (start >= end) return []
    // Most have one to three; an array that grows is made with room for many more.
    const first = this.childAt(node, start)
    if (first.end >= end) return [first]
    const second = this.childAt(node, first.end)
    if (second.end >= end) return [first, second]
    const nodes = [first, second, this.childAt(node, second.end)]
    for (let at = nodes[2]?.end ?? end; at < end; ) {
      const child = this.childAt(node, at)
      nodes.push(child)
      at = child.end
    }
    return nodes
  }

  /** The child that begins at `at`: for lists that are too long to be held as nodes. */
  childAt(node: DerNode, at: number): DerNode {
    return this.#read(at, node.end, node.depth + 1)
  }

  /** The content octets, as a view. */
  content(node: DerNode): Uint8Array {
    return this.bytes.subarray(node.start, node.end)
  }

  /** The content octets as text of one character each; of a short document it keeps the whole text alive. */
  contentLatin1({ start, end }: DerNode): string {
    return this.latin1(start, end)
  }

  /** All octets as text, likewise. */
  wholeLatin1({ offset, end }: DerNode): string {
    return this.latin1(offset, end)
  }

  /**
   * Octets from one position to before another as text, likewise. A part of a string costs a fraction of what reading
   * bytes as text does: short documents are read whole, once.
   */
  latin1(start: number, end: number): string {
    if (this.bytes.byteLength > longestText) return this.#view.toString('latin1', start, end)
    this.#text ??= this.#view.toString('latin1')
    return this.#text.slice(start, end)
  }

  /** The content octets in lower-case hex. */
  contentHex({ start, end }: DerNode): string {
    return this.#view.toString('hex', start, end)
  }

  /** Identifier, length and content octets, as a view. */
  whole(node: DerNode): Uint8Array {
    return this.bytes.subarray(node.offset, node.end)
  }

  /** Elements read so far. */
  get elements(): number {
    return this.#elements
  }

  /**
   * Counts elements of which it is known already what they hold. False, and nothing is counted, where that would be too
   * many: then they are to be read, which meets the bound where it lies.
   */
  skip(elements: number): boolean {
    if (this.#elements + elements > this.#size.elements) return false
    this.#elements += elements
    return true
  }

  note(offset: number, problem: string): void {
    if (this.problems.length < derLimits.problems) this.problems.push({ offset, problem })
    else if (this.problems.length === derLimits.problems)
      this.problems.push({ offset, problem: 'more problems, not listed' })
  }

  /** Runs a reader; where it meets a ParseError, notes it under `what` and gives the fallback. */
  attempt<T>(what: string, read: () => T, fallback: T): T {
    try {
      return read()
    } catch (error) {
      this.noteError(what, error)
      return fallback
    }
  }

  /** Notes a ParseError that was caught; throws every other error again. */
  noteError(what: string, error: unknown): void {
    if (!(error instanceof ParseError)) throw error
    this.note(error.offset, `${what}: ${error.message}`)
  }

  get #view(): Buffer {
    const { bytes } = this
    this.#buffer ??= Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return this.#buffer
  }

  #only(start: number, end: number, depth: number): DerNode {
    const node = this.#read(start, end, depth)
    if (node.end < end) this.note(node.end, `${end - node.end} bytes after the end`)
    return node
  }

  #read(offset: number, limit: number, depth: number): DerNode {
    if (depth > derLimits.depth) throw new ParseError(offset, `nested deeper than ${derLimits.depth}`)
    this.#elements += 1
    if (this.#elements > this.#size.elements) throw new ParseError(offset, `more than ${this.#size.elements} elements`)
    const tag = this.#octet(offset, limit)
    const short = this.bytes[offset + 1] ?? 0xff
    const at = offset + 2
    // Nearly all elements have a tag and a length of one octet each.
    if ((tag & 0x1f) !== 0x1f && short < 0x80 && at + short <= limit) {
      return { tag, offset, start: at, end: at + short, depth }
    }
    const lengthAt = this.#afterTag(tag, offset, limit)
    const first = this.#octet(lengthAt, limit)
    const octets = first < 0x80 ? 0 : first & 0x7f
    if (first === 0x80) throw new ParseError(lengthAt, 'indefinite length')
    const length = octets === 0 ? first : this.#longLength(lengthAt + 1, octets, limit)
    const start = lengthAt + 1 + octets
    if (length > limit - start) throw new ParseError(lengthAt, `length ${length} where ${limit - start} bytes are left`)
    return { tag, offset, start, end: start + length, depth }
  }

  /** Position after the identifier; a tag number of 31 and more goes on while bit 8 is set (X.690 8.1.2.4). */
  #afterTag(tag: number, offset: number, limit: number): number {
    let at = offset + 1
    if ((tag & 0x1f) !== 0x1f) return at
    while ((this.#octet(at, limit) & 0x80) !== 0) {
      at += 1
      if (at - offset > 5) throw new ParseError(offset, 'tag number too large')
    }
    return at + 1
  }

  #longLength(at: number, octets: number, limit: number): number {
    let length = 0
    for (let index = 0; index < octets; index += 1) {
      length = length * 256 + this.#octet(at + index, limit)
      if (length > this.#size.bytes) throw new ParseError(at, 'length beyond the size limit')
    }
    const fewest = length < 0x80 ? 0 : Math.ceil((32 - Math.clz32(length)) / 8)
    if (fewest !== octets) this.note(at - 1, 'length not in its shortest form')
    return length
  }

  #octet(at: number, limit: number): number {
    const octet = at < limit ? this.bytes[at] : undefined
    if (octet === undefined) throw new ParseError(at, 'ends too early')
    return octet
  }
}

/** Identifier octets that certificates use. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

/** The node where it is there and has the tag. Throws ParseError. */
export function expectTag(node: DerNode | undefined, tag: number, what: string, missingAt = 0): DerNode {
  if (node === undefined) throw new ParseError(missingAt, `${what} is missing`)
  if (node.tag !== tag) throw new ParseError(node.offset, `${what} has tag 0x${node.tag.toString(16)}`)
  return node
}
