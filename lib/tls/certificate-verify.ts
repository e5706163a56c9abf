import { leafKey } from './leaf-key.ts'
import { schemeParameters } from './scheme-parameters.ts'
import { verifySignature } from './verify-signature.ts'
import { WireError, WireReader } from './wire-reader.ts'

/** CertificateVerify (RFC 8446 4.4.3). Views. Throws WireError. */
export function readCertificateVerify(body: Uint8Array): { readonly scheme: number; readonly signature: Uint8Array } {
  const reader = new WireReader(body)
  const scheme = reader.uint(2)
  const signature = reader.vector(2)
  if (reader.remaining > 0) throw new WireError('bytes behind the signature')
  return { scheme, signature }
}

/**
 * Whether the holder of this leaf's key (DER of the certificate) signed, by the rules of TLS 1.3: with a scheme that
 * it allows (RFC 8446 4.2.3), ECDSA on the scheme's own curve.
 */
export function verifiesUnder(leaf: Uint8Array, scheme: number, content: Uint8Array, signature: Uint8Array): boolean {
  const parameters = schemeParameters(scheme)
  const key = parameters?.tls13 ? leafKey(leaf) : null
  if (!parameters || !key) return false
  if (parameters.curve !== null && key.asymmetricKeyDetails?.namedCurve !== parameters.curve) return false
  return verifySignature(key, scheme, content, signature)
}
