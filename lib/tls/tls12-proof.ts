import type { Flight, KeyProof } from './flight.ts'
import { leafKey } from './leaf-key.ts'
import { verifyLegacySignature, verifySignature } from './verify-signature.ts'

/**
 * What the signature of ServerKeyExchange proves (RFC 5246 7.4.3, RFC 8422 5.4, RFC 4346 7.4.3). Null where there is
 * none, and where the leaf's key is of a kind that can't be looked at here. That the scheme was offered is not asked:
 * old servers sign with what they have, and prove as much by it.
 */
export function keyExchangeProof(
  { hello, keyExchange, chain }: Pick<Flight, 'hello' | 'keyExchange' | 'chain'>,
  clientRandom: Uint8Array,
): KeyProof | null {
  const leaf = chain?.[0]
  if (!hello || !leaf || !keyExchange?.signature) return null
  const key = leafKey(leaf)
  if (key === null) return null
  const { scheme, signature, signedParameters } = keyExchange
  const content = Buffer.concat([clientRandom, hello.random, signedParameters])
  const verified =
    scheme === null ? verifyLegacySignature(key, content, signature) : verifySignature(key, scheme, content, signature)
  return { by: 'server-key-exchange', scheme, verified }
}
