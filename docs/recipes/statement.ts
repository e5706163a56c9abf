import { createPublicKey, verify } from 'node:crypto'

// Reads a signed answer of Countersign with nothing but Node. Copy it; it has no dependencies.

export interface Leaf {
  readonly sha256: string
  readonly spkiSha256: string
  readonly notAfter: string
}

/** The members of an answer that these recipes use; docs/verification.md names all. */
export interface Answer {
  readonly iss: string
  readonly exp: number
  readonly iat: number
  readonly jti: string
  readonly sub: string
  readonly aud?: string
  readonly nonce?: string
  readonly verdict: 'proven' | 'not-proven' | 'not-assessable'
  readonly asked: { readonly endpoint: { readonly host: string; readonly port: number } }
  readonly obstacle: { readonly code: string; readonly text: string } | null
  readonly expect: { readonly serverName: string; readonly leaves: readonly Leaf[] } | null
}

export interface JwkSet {
  readonly keys: readonly { readonly kid?: string; readonly kty: string; readonly crv?: string; readonly x?: string }[]
}

const skewSeconds = 30

/** The answer in a statement whose signature, kind and dates hold. Throws for anything else. */
export function readStatement(statement: string, { keys }: JwkSet, nowMs = Date.now()): Answer {
  const [head = '', body = '', signature = '', ...more] = statement.trim().split('.')
  if (more.length > 0) throw new Error('this is no compact JWS')
  const header: { alg?: unknown; kid?: unknown; typ?: unknown; crit?: unknown } = JSON.parse(text(head))
  // The algorithm and the kind are ours to choose, and not the statement's.
  if (header.alg !== 'EdDSA' || header.crit !== undefined) throw new Error('the algorithm is not EdDSA')
  if (header.typ !== 'countersign-verify+jwt') throw new Error('it is a statement of another kind')
  const jwk = keys.find(({ kid, kty, crv }) => kid === header.kid && kty === 'OKP' && crv === 'Ed25519')
  if (jwk?.x === undefined) throw new Error('its key is not in the set: fetch the set anew, or distrust it')
  const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: jwk.x } })
  if (!verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url')))
    throw new Error('its signature does not verify')
  const answer: Answer = JSON.parse(text(body))
  const now = nowMs / 1000
  if (answer.iat > now + skewSeconds) throw new Error('it was made in the future')
  if (answer.exp + skewSeconds <= now) throw new Error('it holds no more')
  return answer
}

function text(part: string): string {
  return Buffer.from(part, 'base64url').toString('utf8')
}
