import { type DerNode, DerReader } from './der.ts'
import { readBitString, readOid } from './der-values.ts'
import { opensslCertificate, signatureVerifies } from './openssl-certificate.ts'
import { ParseError } from './parse-error.ts'
import { verifySignature } from './path/signature.ts'
import { importSubjectKey } from './subject-key.ts'

/** The three parts of a certificate, RFC 5280 4.1. */
export interface Outline {
  readonly toBeSigned: DerNode
  readonly algorithm: DerNode
  readonly signature: DerNode
}

/**
 * Whether the signature verifies under the certificate's own key. Where our reading of the algorithm or of the key ends
 * OpenSSL is asked, which does five times the work.
 */
export function verifiesUnderOwnKey(der: Uint8Array, outline: Outline, publicKey: DerNode): boolean {
  const { toBeSigned, signature } = outline
  // Of its own: what there is to note has been noted.
  const reader = new DerReader(der)
  try {
    const { bytes, unusedBits } = readBitString(reader, signature, 'signature')
    const parts = reader.children(outline.algorithm)
    const parameters = parts[1] === undefined ? null : reader.whole(parts[1])
    const algorithm = { oid: readOid(reader, parts[0], 'algorithm'), parameters }
    const key = importSubjectKey(reader, publicKey)?.key ?? null
    const outcome = verifySignature(reader.whole(toBeSigned), algorithm, bytes, key)
    if (outcome !== 'unsupported') return outcome === 'verified' && unusedBits === 0
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
  }
  const certificate = opensslCertificate(der)
  return certificate !== null && signatureVerifies(certificate, certificate)
}
