import { createPublicKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { sha256 } from './ids.ts'

/** An Ed25519 public key as RFC 8037 2 writes it. */
export interface PublicJwk {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  /** The 32 bytes of the key in base64url. */
  readonly x: string
  readonly kid: string
  readonly alg: 'EdDSA'
  readonly use: 'sig'
}

export interface JwkSet {
  readonly keys: readonly PublicJwk[]
}

const keySchema = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  // 32 bytes are 43 digits; the last one holds two bits that have to be 0.
  x: z.string().regex(/^[\w-]{42}[AEIMQUYcgkosw048]$/),
  kid: z.string().min(1).max(200),
  alg: z.literal('EdDSA').optional(),
  use: z.literal('sig').optional(),
})

const setSchema = z.object({ keys: z.array(z.unknown()).max(1000) })

/** The public half of an Ed25519 key; its id is its thumbprint (RFC 7638). Throws where the key is of another kind. */
export function publicJwk(key: KeyObject): PublicJwk {
  const { crv, x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' })
  if (crv !== 'Ed25519' || x === undefined) throw new Error('this is no Ed25519 key')
  return { kty: 'OKP', crv, x, kid: thumbprint(x), alg: 'EdDSA', use: 'sig' }
}

/** RFC 7638 3 with the members that RFC 8037 2 requires. */
export function thumbprint(x: string): string {
  return sha256(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x })).toString('base64url')
}

/**
 * The Ed25519 keys of a JWK set (RFC 7517 5) in plain JSON. Keys of other kinds, or for other purposes, are left out,
 * as its section 5 wants. Null where it is no set.
 */
export function readJwkSet(json: unknown): JwkSet | null {
  const set = setSchema.safeParse(json)
  if (!set.success) return null
  const keys = set.data.keys.flatMap((key): PublicJwk[] => {
    const read = keySchema.safeParse(key)
    return read.success ? [{ ...read.data, alg: 'EdDSA', use: 'sig' }] : []
  })
  return { keys }
}
