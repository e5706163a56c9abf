import type { SubjectKey } from '#lib/x509/subject-key.ts'
import { leafSubject } from './leaf-key.ts'
import { schemeParameters } from './scheme-parameters.ts'
import { verifySignature } from './verify-signature.ts'
import { WireReader } from './wire-reader.ts'

/** CertificateVerify (RFC 8446 4.4.3). Views. Throws WireError. */
export function readCertificateVerify(body: Uint8Array): { readonly scheme: number; readonly signature: Uint8Array } {
  const reader = new WireReader(body)
  const scheme = reader.uint(2)
  const signature = reader.vector(2)
  reader.end('CertificateVerify')
  return { scheme, signature }
}

/**
 * Whether the holder of this leaf's key (DER of the certificate) signed, by the rules of TLS 1.3: with a scheme that
 * it allows (RFC 8446 4.2.3), ECDSA on the scheme's own curve.
 */
export function verifiesUnder(leaf: Uint8Array, scheme: number, content: Uint8Array, signature: Uint8Array): boolean {
  const parameters = schemeParameters(scheme)
  const subject = parameters?.tls13 ? leafSubject(leaf) : null
  if (!parameters || !subject) return false
  if (parameters.curve !== null && nameIn(subject) !== parameters.curve) return false
  return verifySignature(subject.key, scheme, content, signature)
}

/** Names of RFC 5480 for those of SEC 2, which OpenSSL uses. */
const names: Readonly<Record<string, string>> = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' }

function nameIn({ curve }: SubjectKey): string | null {
  return curve === null ? null : (names[curve] ?? curve)
}
