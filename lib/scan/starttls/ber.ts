import { protocolError } from './prelude-error.ts'

export interface BerElement {
  readonly tag: number
  readonly content: Buffer
}

/** How many bytes of length follow the first one; 0 where that one holds the length. Throws PreludeError. */
export function lengthBytes(first: number): number {
  if (first < 0x80) return 0
  const count = first & 0x7f
  // RFC 4511 5.1: the definite form alone; longer ones are legal (Active Directory pads to four) and beyond any use.
  if (count < 1 || count > 4) throw protocolError(`a BER length of ${count} bytes`)
  return count
}

/** The elements of a constructed value, in their order. Throws PreludeError where a length goes beyond the bytes. */
export function berElements(bytes: Buffer): readonly BerElement[] {
  const elements: BerElement[] = []
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] ?? 0
    // No element of LDAP has a tag of several bytes.
    if ((tag & 0x1f) === 0x1f) throw protocolError(`a BER tag of several bytes: ${tag.toString(16)}`)
    const first = bytes[at + 1]
    const more = first === undefined ? 0 : lengthBytes(first)
    const contentAt = at + 2 + more
    if (first === undefined || contentAt > bytes.length) throw protocolError('a BER element that is cut short')
    const length = more === 0 ? first : bytes.readUIntBE(at + 2, more)
    if (contentAt + length > bytes.length) throw protocolError(`a BER element of ${length} bytes that are not there`)
    elements.push({ tag, content: bytes.subarray(contentAt, contentAt + length) })
    at = contentAt + length
  }
  return elements
}
