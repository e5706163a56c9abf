import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { parseCertificate } from './parse-certificate.ts'
import { ParseError } from './parse-error.ts'
import { parseSpiffeId } from './spiffe-id.ts'

export const spiffeBundleLimits = { characters: 4 * 1024 * 1024, keys: 1000 } as const

/** A problem's place is the path of a member: `keys.2.x5c`. */
export interface SpiffeBundleProblem {
  readonly at: string
  readonly problem: string
}

export interface SpiffeBundle {
  /** DER of the authorities of X.509-SVIDs, in order. */
  readonly certificates: readonly Uint8Array[]
  /** `spiffe_sequence`: moves up with each change of the bundle; null where it is not told. */
  readonly sequence: number | null
  /** `spiffe_refresh_hint`, in seconds: how often its publisher wants it to be fetched. */
  readonly refreshHintSeconds: number | null
  /** Keys with private members. They are neither used nor kept. */
  readonly privateKeysDropped: number
  /** What was left out, and why. Keys of JWT-SVIDs are no problem: they anchor no certificate. */
  readonly problems: readonly SpiffeBundleProblem[]
}

/** A trust domain as it is written (SPIFFE-ID 2.1), with or without its scheme. `problem` is a sentence for people. */
export function readTrustDomain(text: string): { readonly name: string } | { readonly problem: string } {
  const name = text.trim().replace(/^spiffe:\/\//, '')
  const id = parseSpiffeId(`spiffe://${name}`)
  if (!id.ok) return { problem: id.reason }
  return id.path === '' ? { name: id.trustDomain } : { problem: 'a trust domain has no path' }
}

/**
 * Reads a SPIFFE bundle, a JWK set (SPIFFE Trust Domain and Bundle 4): the keys for `x509-svid`, each with exactly one
 * certificate in `x5c`, whose key is the one that the JWK tells. Throws nothing but ParseError, where the text is no
 * JWK set; what is wrong with one key stands in `problems`.
 */
export function readSpiffeBundle(text: string): SpiffeBundle {
  const { keys, ...members } = readJwkSet(text)
  const certificates: Uint8Array[] = []
  const problems: SpiffeBundleProblem[] = []
  let privateKeysDropped = 0
  for (const [index, key] of keys.entries()) {
    if (privateMembers.some((name) => Object.hasOwn(key, name))) privateKeysDropped += 1
    const read = readKey(key)
    if (read === null) continue
    if ('problem' in read) problems.push({ at: `keys.${index}.${read.at}`, problem: read.problem })
    else certificates.push(read.der)
  }
  const [sequence, refreshHintSeconds] = (['spiffe_sequence', 'spiffe_refresh_hint'] as const).map((name) => {
    const number = wholeNumber(members[name])
    if (members[name] !== undefined && number === null) problems.push({ at: name, problem: 'no whole number' })
    return number
  })
  return {
    certificates,
    sequence: sequence ?? null,
    refreshHintSeconds: refreshHintSeconds ?? null,
    privateKeysDropped,
    problems,
  }
}

interface JsonObject {
  readonly [member: string]: unknown
}

/** RFC 7518 6: what a key has that is not public. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']
const publicMembers = ['kty', 'crv', 'x', 'y', 'n', 'e'] as const

function readJwkSet(text: string): JsonObject & { readonly keys: readonly JsonObject[] } {
  if (text.length > spiffeBundleLimits.characters) {
    throw new ParseError(0, `longer than ${spiffeBundleLimits.characters} characters`)
  }
  const set = parseJson(text)
  if (!isObject(set)) throw new ParseError(0, 'the bundle is no JSON object')
  const { keys } = set
  if (!Array.isArray(keys)) throw new ParseError(0, 'the bundle has no list `keys`')
  if (keys.length > spiffeBundleLimits.keys) throw new ParseError(0, `more than ${spiffeBundleLimits.keys} keys`)
  if (!keys.every(isObject)) throw new ParseError(0, 'a key of the bundle is no JSON object')
  return { ...set, keys }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ParseError(0, 'the bundle is not well-formed JSON')
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The certificate of a key; null for a key of another use, which is ignored (4.2.2: unknown uses, too). */
function readKey(key: JsonObject): { der: Uint8Array } | { at: string; problem: string } | null {
  if (key.use === undefined) return { at: 'use', problem: 'a key that does not say its use is ignored' }
  if (key.use !== 'x509-svid') return null
  const { x5c } = key
  if (!Array.isArray(x5c) || x5c.length !== 1) return { at: 'x5c', problem: 'exactly one certificate is wanted' }
  const [text] = x5c
  // RFC 7517 4.7: base64, not base64url, without line breaks.
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) {
    return { at: 'x5c', problem: 'the certificate is not valid base64' }
  }
  const der = new Uint8Array(Buffer.from(text, 'base64'))
  const problem = keyProblem(key, der)
  return problem === null ? { der } : { at: 'x5c', problem }
}

/** RFC 7517 4.7: the key of the certificate is the one that the JWK's other members tell. */
function keyProblem(key: JsonObject, der: Uint8Array): string | null {
  const told = jwkOf(der)
  if (typeof told === 'string') return told
  if (told === null) return null
  const other = publicMembers.some((name) => key[name] !== undefined && key[name] !== told[name])
  return other ? 'the certificate holds another key than the JWK tells' : null
}

/** Null for a key that Node can't write as a JWK; a text where the certificate can't be read. */
function jwkOf(der: Uint8Array): JsonWebKey | string | null {
  try {
    parseCertificate(der)
  } catch (error) {
    if (error instanceof ParseError) return `no certificate: ${error.message}`
    throw error
  }
  try {
    const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----`
    return createPublicKey(pem).export({ format: 'jwk' })
  } catch {
    return null
  }
}

function wholeNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}
