import { listSigningKeys } from '#lib/data/signing/signing-keys.ts'
import { problemResponse } from './problem.ts'

const cacheSeconds = 300

/**
 * The public keys of this installation's statements as a JWK set (RFC 7517 5), retired ones included: what they signed
 * can still be verified. Anybody may read it.
 */
export async function jwks(request: Request): Promise<Response> {
  try {
    const keys = (await listSigningKeys()).map(({ jwk }) => jwk)
    return new Response(JSON.stringify({ keys }), {
      headers: {
        'content-type': 'application/jwk-set+json',
        'cache-control': `public, max-age=${cacheSeconds}`,
        'access-control-allow-origin': '*',
        'x-content-type-options': 'nosniff',
      },
    })
  } catch (error) {
    return problemResponse(error, request)
  }
}
