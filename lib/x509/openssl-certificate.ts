import { X509Certificate } from 'node:crypto'

/**
 * OpenSSL's view of exactly these bytes, or null where it can't read them as one DER certificate.
 *
 * X509Certificate looks for PEM first, anywhere in its input: a forged certificate that carries a genuine one as PEM
 * text in an extension would be read as the genuine one, whose signature verifies. So its own encoding has to equal
 * the input. Never call the constructor on foreign bytes elsewhere.
 */
export function opensslCertificate(der: Uint8Array): X509Certificate | null {
  const certificate = orNull(() => new X509Certificate(der))
  return certificate !== null && Buffer.compare(certificate.raw, der) === 0 ? certificate : null
}

/** Whether the subject's signature verifies under the issuer's key; a key that OpenSSL can't use verifies nothing. */
export function signatureVerifies(subject: X509Certificate, issuer: X509Certificate): boolean {
  return orNull(() => subject.verify(issuer.publicKey)) === true
}

/** OpenSSL's errors carry no class and not always a code, so all that these one-line calls throw counts as theirs. */
function orNull<T>(call: () => T): T | null {
  try {
    return call()
  } catch {
    return null
  }
}
