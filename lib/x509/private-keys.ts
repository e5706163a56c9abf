import { createPrivateKey, createPublicKey, hash, type KeyObject } from 'node:crypto'
import { type PrivateKeyText, takePrivateKeyText } from '#lib/core/private-key-text.ts'
import { DerReader, tags } from './der.ts'
import { readSmallInteger } from './der-values.ts'
import { ParseError } from './parse-error.ts'
import { type Bundle, readBundle } from './read-bundle.ts'

/** A private key that was met where none ought to be, by what names it: nothing of the key itself. */
export interface FoundKey {
  /** From 1; 1 where the bytes are DER. */
  readonly line: number
  /** SHA-256 of its SubjectPublicKeyInfo in hex; null where it can't be known (encrypted, damaged, PKCS#12). */
  readonly spkiSha256: string | null
  readonly form: 'pem' | 'jwk' | 'der' | 'pkcs12'
}

/** Each costs a parse; more are dropped as well, and have no name. */
const mostNamed = 200
const mostCharacters = 64 * 1024

/** Takes the private keys out of a text from outside, and names them by their public half. Never throws. */
export function takePrivateKeys(text: string): { readonly text: string; readonly keys: readonly FoundKey[] } {
  const taken = takePrivateKeyText(text)
  return { text: taken.text, keys: taken.keys.map((key, index) => nameKey(key, index < mostNamed)) }
}

/**
 * What a file of certificates holds, as `readBundle` reads it, with the keys that were dropped named; also those that
 * stand among certificates in DER, or under a certificate's label. Never throws.
 */
export function readGuardedBundle(bytes: Uint8Array): Bundle & { readonly keys: readonly FoundKey[] } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const bundle = readBundle(bytes)
  const own = isDer(buffer) ? derKeys([buffer]) : takePrivateKeys(buffer.toString('utf8')).keys
  const disguised = bundle.certificates.filter((der) => keyForm(der) !== null)
  const keys = [...own, ...derKeys(disguised)]
  const certificates = bundle.certificates.filter((der) => !disguised.includes(der))
  const privateKeysDropped = Math.max(keys.length, bundle.privateKeysDropped)
  return { certificates, privateKeysDropped, problems: bundle.problems, keys }
}

function isDer(bytes: Buffer): boolean {
  return bytes[0] === tags.sequence && !bytes.subarray(0, 8192).includes('-----BEGIN ')
}

function derKeys(documents: readonly Uint8Array[]): FoundKey[] {
  return documents.flatMap((document) => {
    const form = keyForm(document)
    return form === null ? [] : [{ line: 1, spkiSha256: form === 'der' ? nameDer(Buffer.from(document)) : null, form }]
  })
}

function nameKey({ line, secret }: PrivateKeyText, named: boolean): FoundKey {
  const form = secret.startsWith('{') ? 'jwk' : 'pem'
  if (!named || secret.length > mostCharacters) return { line, spkiSha256: null, form }
  return { line, spkiSha256: form === 'jwk' ? nameJwk(secret) : namePem(secret), form }
}

/** Damaged and escaped line breaks are mended first: what was pasted into JSON or on one line is a key all the same. */
function namePem(secret: string): string | null {
  const plain = secret.replaceAll(/\\r|\\n/g, '\n').replaceAll('\r', '\n')
  const [, label = '', body = ''] =
    /BEGIN ([^-\n]{0,60}PRIVATE KEY)-{2,}([\s\S]*?)(?:-{2,}\s{0,4}END|$)/i.exec(plain) ?? []
  // An encrypted key of OpenSSL's older form has headers, and can't be read.
  if (/Proc-Type/i.test(body)) return null
  const lines = body.replaceAll(/[^A-Za-z0-9+/=]/g, '').match(/.{1,64}/g) ?? []
  const name = label.toUpperCase()
  const mended = `-----BEGIN ${name}-----\n${lines.join('\n')}\n-----END ${name}-----\n`
  return spkiHash(() => createPrivateKey(mended))
}

function nameJwk(secret: string): string | null {
  return spkiHash(() => {
    const { kty, crv, x, y, n, e } = JSON.parse(secret)
    return createPublicKey({
      format: 'jwk',
      key: { kty, ...(crv && { crv }), ...(x && { x }), ...(y && { y }), ...(n && { n }), ...(e && { e }) },
    })
  })
}

function nameDer(key: Buffer): string | null {
  const types = ['pkcs8', 'sec1', 'pkcs1'] as const
  for (const type of types) {
    const named = spkiHash(() => createPrivateKey({ key, format: 'der', type }))
    if (named !== null) return named
  }
  return null
}

function spkiHash(read: () => KeyObject): string | null {
  try {
    const key = read()
    const spki = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'der', type: 'spki' })
    return hash('sha256', spki, 'hex')
  } catch {
    // Encrypted, damaged, or of a kind that this runtime does not know: it has no name, and is dropped all the same.
    return null
  }
}

/**
 * Told by the first elements: keys (RFC 5208, 5915, 8017) begin with version 0 or 1, PKCS#12 (RFC 7292 4) with 3; an
 * encrypted key begins with an algorithm, and an octet string follows.
 */
function keyForm(bytes: Uint8Array): 'der' | 'pkcs12' | null {
  try {
    const reader = new DerReader(bytes)
    const [first, second] = reader.children(reader.root())
    if (first?.tag === tags.integer) return readSmallInteger(reader, first, 'the version') === 3 ? 'pkcs12' : 'der'
    return first?.tag === tags.sequence && second?.tag === tags.octetString ? 'der' : null
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    return beginsLikeKey(bytes) ? 'der' : null
  }
}

/** Damaged DER that begins with a version, where certificates have their body. */
function beginsLikeKey(bytes: Uint8Array): boolean {
  const length = bytes[1] ?? 0
  const start = length < 0x80 ? 2 : 2 + (length & 0x7f)
  return bytes[0] === tags.sequence && bytes[start] === tags.integer && bytes[start + 1] === 1
}
