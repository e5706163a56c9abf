import { type DerNode, type DerReader, tags } from '../der.ts'
import { readBitString } from '../der-values.ts'
import { ParseError } from '../parse-error.ts'

/**
 * The octets of a BIT STRING whose bits have names, as key usages and reasons are: two at most. X.690 11.2.1: bits that
 * are unused are zero. Zeros that 11.2.2 leaves out say nothing, and are in use. Throws ParseError.
 */
export function readNamedBits(reader: DerReader, node: DerNode, what: string): Uint8Array {
  const { bytes, unusedBits } = readBitString(reader, { ...node, tag: tags.bitString }, what)
  const unused = 2 ** unusedBits - 1
  if (bytes.length > 2 || (bytes.length === 0 && unusedBits > 0) || ((bytes.at(-1) ?? 0) & unused) !== 0)
    throw new ParseError(node.offset, `${what}: malformed`)
  return bytes
}
