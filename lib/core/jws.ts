import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import type { PublicJwk } from './jwk.ts'

export type { PublicJwk } from './jwk.ts'

/** What can be wrong with a signed statement, in words that a person reads. */
export const jwsProblems = {
  malformed: 'It is no compact JWS: three parts of base64url, of which the first is a JSON header.',
  algorithm: 'Its algorithm is not EdDSA.',
  critical: 'It names critical extensions, and none is known here.',
  'no-key-id': 'It names no key.',
  'unknown-key': 'It is signed with a key that is not in the set.',
  signature: 'Its signature does not verify.',
} as const

export type JwsProblem = keyof typeof jwsProblems

export type VerifiedJws =
  | { readonly ok: true; readonly kid: string; readonly typ: string | null; readonly payload: Uint8Array }
  | { readonly ok: false; readonly problem: JwsProblem }

export interface JwsKey {
  readonly kid: string
  /** Ed25519. */
  readonly privateKey: KeyObject
}

const headerSchema = z.object({
  alg: z.unknown(),
  kid: z.string().optional(),
  typ: z.string().optional(),
  crit: z.unknown().optional(),
})

/** Beyond this no header of ours goes, and a hostile one costs no parsing. */
const maxHeaderCharacters = 4096
const signatureBytes = 64

/** Signs in the compact form of RFC 7515 7.1 with EdDSA over Ed25519 (RFC 8037 3.1). */
export function signCompact(payload: Uint8Array, typ: string, { kid, privateKey }: JwsKey): string {
  const header = Buffer.from(JSON.stringify({ alg: 'EdDSA', kid, typ }))
  const input = `${header.toString('base64url')}.${Buffer.from(payload).toString('base64url')}`
  return `${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`
}

/**
 * Verifies a compact JWS with the keys given, and with nothing that its header brings along (`jwk`, `jku`, `x5c`). The
 * algorithm is EdDSA whatever the header says, and each part has to be written in the one way that base64url allows.
 * The caller checks `typ`, so that a statement of one kind is never taken for one of another (RFC 8725 3.11).
 */
export function verifyCompact(jws: string, keys: readonly PublicJwk[]): VerifiedJws {
  const [headerText = '', payloadText = '', signatureText = '', ...more] = jws.split('.', 4)
  const header = readHeader(headerText)
  const payload = fromBase64url(payloadText)
  const signature = fromBase64url(signatureText)
  if (!(header && payload && signature) || more.length > 0) return refused('malformed')
  if (header.alg !== 'EdDSA') return refused('algorithm')
  if (header.crit !== undefined) return refused('critical')
  const { kid, typ = null } = header
  if (kid === undefined) return refused('no-key-id')
  const named = keys.filter((key) => key.kid === kid)
  if (named.length === 0) return refused('unknown-key')
  const input = Buffer.from(`${headerText}.${payloadText}`)
  const holds = signature.length === signatureBytes && named.some((key) => verify(null, input, keyOf(key), signature))
  return holds ? { ok: true, kid, typ, payload } : refused('signature')
}

function refused(problem: JwsProblem): VerifiedJws {
  return { ok: false, problem }
}

function readHeader(text: string): z.output<typeof headerSchema> | null {
  const bytes = text.length <= maxHeaderCharacters ? fromBase64url(text) : null
  if (!bytes) return null
  try {
    const header = headerSchema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
    return header.success ? header.data : null
  } catch {
    return null
  }
}

/** RFC 7515 2: no padding, no white space, no other alphabet; and no bits beyond the last byte. Null for anything else. */
function fromBase64url(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : null
}

function keyOf({ kty, crv, x }: PublicJwk): KeyObject {
  return createPublicKey({ format: 'jwk', key: { kty, crv, x } })
}
