import type { Certificate, SignedCertificateTimestamp } from './certificate.ts'
import { type DerNode, type DerReader, expectTag, tags } from './der.ts'
import { ParseError } from './parse-error.ts'

/** The last instant that four digits of a year can write. */
const lastInstant = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/**
 * RFC 6962 3.3: an OCTET STRING around a TLS list of TLS-encoded SCTs, both lengths in two octets. An SCT that can't be
 * read is counted and noted. Throws ParseError where the list is malformed.
 */
export function readSctList(reader: DerReader, value: DerNode): Partial<Certificate> {
  const { start, end } = expectTag(value, tags.octetString, 'list')
  const length = (at: number) => (reader.bytes[at] ?? 0) * 256 + (reader.bytes[at + 1] ?? 0)
  const starts: number[] = []
  let at = start + 2
  for (; at + 2 <= end; at += 2 + length(at)) starts.push(at)
  if (at !== end || length(start) !== end - start - 2) throw new ParseError(value.offset, 'malformed list')
  const scts: SignedCertificateTimestamp[] = []
  for (const from of starts) {
    const sct = reader.attempt('SCT', () => readSct(reader, from + 2, from + 2 + length(from)), null)
    if (sct !== null) scts.push(sct)
  }
  return { sctCount: starts.length, scts }
}

/** Version, SHA-256 of the log's key, milliseconds since 1970, extensions, signature: 47 octets at least. */
function readSct({ bytes }: DerReader, start: number, end: number): SignedCertificateTimestamp {
  const encoded = bytes[start]
  if (encoded === undefined || start >= end) throw new ParseError(start, 'empty')
  if (encoded !== 0) return { version: encoded + 1, logId: null, at: null }
  if (end - start < 47) throw new ParseError(start, 'too short')
  const sct = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
  const milliseconds = sct.readUInt32BE(33) * 2 ** 32 + sct.readUInt32BE(37)
  const at = milliseconds > lastInstant ? null : new Date(milliseconds).toISOString()
  return { version: 1, logId: sct.toString('hex', 1, 33), at }
}
