import { type DerNode, type DerReader, expectTag } from '../der.ts'
import { ParseError } from '../parse-error.ts'
import { type RevocationReason, revocationReasons } from './judgement.ts'

const enumerated = 0x0a

/** CRLReason (RFC 5280 5.3.1). Throws ParseError. */
export function readReason(reader: DerReader, node: DerNode | undefined): RevocationReason {
  const found = expectTag(node, enumerated, 'CRLReason')
  const [number = -1, more] = reader.content(found)
  const reason = more === undefined ? revocationReasons[number] : undefined
  if (!reason) throw new ParseError(found.offset, 'CRLReason: no such reason')
  return reason
}
