import { ParseError } from '../parse-error.ts'

/** A SignedCertificateTimestamp of version 1 (RFC 6962 3.2), nothing judged. */
export interface Sct {
  /** SHA-256 of the log's key, lower-case hex. */
  readonly logId: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** The eight octets of the instant, as they are signed. */
  readonly timestamp: Uint8Array
  readonly extensions: Uint8Array
  /** HashAlgorithm and SignatureAlgorithm of RFC 5246 7.4.1.4.1. */
  readonly hash: number
  readonly algorithm: number
  readonly signature: Uint8Array
}

/** More than any server has use for; what stands behind them is passed over. */
export const mostScts = 128

/** What a version other than 1 holds is not known: its number alone is told. Throws ParseError for what is no SCT. */
export function readSct(sct: Uint8Array): Sct | { readonly version: number } {
  const bytes = Buffer.from(sct.buffer, sct.byteOffset, sct.byteLength)
  const [encoded] = bytes
  if (encoded === undefined) throw new ParseError(0, 'empty')
  if (encoded !== 0) return { version: encoded + 1 }
  if (bytes.length < 47) throw new ParseError(0, 'too short')
  const extensionsEnd = 43 + bytes.readUInt16BE(41)
  if (extensionsEnd + 4 > bytes.length) throw new ParseError(41, 'the extensions leave it')
  const start = extensionsEnd + 4
  if (start + bytes.readUInt16BE(extensionsEnd + 2) !== bytes.length)
    throw new ParseError(extensionsEnd + 2, 'the signature does not end where it does')
  return {
    logId: bytes.toString('hex', 1, 33),
    at: bytes.readUInt32BE(33) * 2 ** 32 + bytes.readUInt32BE(37),
    timestamp: bytes.subarray(33, 41),
    extensions: bytes.subarray(43, extensionsEnd),
    hash: bytes.readUInt8(extensionsEnd),
    algorithm: bytes.readUInt8(extensionsEnd + 1),
    signature: bytes.subarray(start),
  }
}

/** SignedCertificateTimestampList (RFC 6962 3.3): each SCT as it stands there, at most `mostScts`. Throws ParseError. */
export function splitSctList(list: Uint8Array): readonly Uint8Array[] {
  const length = (at: number) => (list[at] ?? 0) * 256 + (list[at + 1] ?? 0)
  if (list.length < 2 || length(0) !== list.length - 2) throw new ParseError(0, 'malformed list')
  const scts: Uint8Array[] = []
  let at = 2
  for (; at + 2 <= list.length; at += 2 + length(at)) scts.push(list.subarray(at + 2, at + 2 + length(at)))
  if (at !== list.length) throw new ParseError(list.length, 'malformed list')
  return scts.slice(0, mostScts)
}
