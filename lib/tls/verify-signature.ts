import { constants, type KeyObject, verify } from 'node:crypto'
import { withoutTraces } from '#lib/core/without-traces.ts'
import { schemeParameters } from './scheme-parameters.ts'

/**
 * Whether the signature holds under the key and the scheme (wire value), as TLS 1.2 and 1.3 sign. False too for a
 * scheme that does not fit the key, and for one that is not known here. To which curve TLS 1.3 ties a scheme is not
 * looked at.
 */
export function verifySignature(key: KeyObject, scheme: number, content: Uint8Array, signature: Uint8Array): boolean {
  const parameters = schemeParameters(scheme)
  if (parameters === null || key.asymmetricKeyType !== parameters.keyType) return false
  const { hash, pss } = parameters
  const options = pss
    ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : key
  return holds(hash, content, options, signature)
}

/** As TLS 1.1 and before sign (RFC 2246 7.4.3): MD5 and SHA-1 together with RSA, SHA-1 with ECDSA (RFC 8422 5.4) and DSS. */
export function verifyLegacySignature(key: KeyObject, content: Uint8Array, signature: Uint8Array): boolean {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return holds('md5-sha1', content, key, signature)
    case 'ec':
    case 'dsa':
      return holds('sha1', content, key, signature)
    default:
      return false
  }
}

/** OpenSSL's errors carry no class, so all that this call throws counts as its "no". */
function holds(
  hash: string | null,
  content: Uint8Array,
  key: Parameters<typeof verify>[2],
  signature: Uint8Array,
): boolean {
  try {
    return withoutTraces(() => verify(hash, content, key, signature))
  } catch {
    return false
  }
}
