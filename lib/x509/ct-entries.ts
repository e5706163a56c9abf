import { takePrivateKeyText } from '#lib/core/private-key-text.ts'
import { readPem } from './pem.ts'

/** A certificate that a CT log holds, and where it stood in the import. */
export interface CtEntry {
  /** From 1. */
  readonly line: number
  readonly der: Uint8Array
}

export interface CtEntries {
  readonly entries: readonly CtEntry[]
  readonly problems: readonly { readonly line: number; readonly problem: string }[]
}

const limits = { problems: 200, entries: 20_000 } as const

/**
 * Reads CT log entries as JSON lines, one object each. The certificate is looked for where the usual sources have it:
 * `leaf_input` with `extra_data` (RFC 6962 4.6, get-entries), `data.leaf_cert.as_der` (certstream), or base64 of the DER
 * or PEM in `der`, `cert`, `certificate` or `pem`. A get-entries answer as a whole (`entries`) is read, too. Never throws.
 */
export function readCtEntries(text: string): CtEntries {
  const entries: CtEntry[] = []
  const problems: { line: number; problem: string }[] = []
  for (const [index, raw] of takePrivateKeyText(text)
    .text.split(/\r\n|\n|\r/)
    .entries()) {
    const line = index + 1
    if (raw.trim() === '') continue
    if (entries.length >= limits.entries || problems.length >= limits.problems) {
      problems.push({
        line,
        problem: `more than ${limits.entries} entries or ${limits.problems} problems: split the file`,
      })
      break
    }
    for (const read of readLine(raw)) {
      if (typeof read === 'string') problems.push({ line, problem: read })
      else entries.push({ line, der: read })
    }
  }
  return { entries, problems }
}

function readLine(raw: string): (Uint8Array | string)[] {
  const value = parse(raw)
  if (!isObject(value)) return ['not a JSON object']
  const many = value.entries
  return Array.isArray(many) ? many.slice(0, limits.entries).map(readEntry) : [readEntry(value)]
}

function readEntry(value: unknown): Uint8Array | string {
  if (!isObject(value)) return 'not a JSON object'
  const data = isObject(value.data) ? value.data : value
  if (typeof data.leaf_input === 'string') return readLeaf(data.leaf_input, data.extra_data)
  const leaf = isObject(data.leaf_cert) ? data.leaf_cert : data
  const given = [leaf.as_der, leaf.der, leaf.cert, leaf.certificate, leaf.pem].find((one) => typeof one === 'string')
  if (typeof given !== 'string')
    return 'no certificate: leaf_input, leaf_cert.as_der, der, cert, certificate or pem is wanted'
  if (given.includes('-----BEGIN')) return readPem(given).certificates[0] ?? 'no certificate in the PEM'
  return decode(given) ?? 'the certificate is not valid base64'
}

/**
 * MerkleTreeLeaf (RFC 6962 3.4): version, leaf type, an instant of 8 octets, the entry's type, then for an X.509 entry the
 * certificate behind a length of 3 octets. Of a precertificate the leaf holds no certificate: `extra_data` does (3.1).
 */
function readLeaf(input: string, extra: unknown): Uint8Array | string {
  const leaf = decode(input)
  if (leaf === null || leaf.byteLength < 15) return 'leaf_input is damaged'
  const type = leaf.readUInt16BE(10)
  if (leaf[0] !== 0 || leaf[1] !== 0) return 'a leaf of another version'
  if (type === 0) return vector(leaf, 12) ?? 'leaf_input is damaged'
  if (type !== 1) return `an entry of type ${type}`
  const chain = typeof extra === 'string' ? decode(extra) : null
  return (chain && vector(chain, 0)) ?? 'a precertificate without extra_data'
}

function vector(bytes: Buffer, at: number): Uint8Array | null {
  if (bytes.byteLength < at + 3) return null
  const length = bytes.readUIntBE(at, 3)
  return length === 0 || bytes.byteLength < at + 3 + length ? null : bytes.subarray(at + 3, at + 3 + length)
}

function decode(base64: string): Buffer | null {
  return /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(base64) ? Buffer.from(base64, 'base64') : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
