import { createHash } from 'node:crypto'
import { expectTag, tags } from '../der.ts'
import { readBitString } from '../der-values.ts'
import { ParseError } from '../parse-error.ts'
import type { ChainCertificate } from '../path/chain-certificate.ts'
import { StrictDerReader } from '../strict-der.ts'
import type { CertificateId } from './ocsp-response.ts'

/**
 * Hash of the bits of a subjectPublicKey, without tag, length and unused bits (RFC 6960 4.1.1); null where the key is
 * none that can be read.
 */
export function keyHash({ publicKey }: ChainCertificate, hash: string): Buffer | null {
  try {
    const reader = new StrictDerReader(publicKey)
    const [, bits] = reader.children(expectTag(reader.root(), tags.sequence, 'subjectPublicKeyInfo'))
    return digest(hash, readBitString(reader, bits, 'subjectPublicKey').bytes)
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}

export function digest(hash: string, bytes: Uint8Array): Buffer {
  return createHash(hash).update(bytes).digest()
}

/**
 * Tells whether an id stands for this certificate of this issuer; ids by a hash that is not known stand for none. A
 * response may hold thousands of ids: each hash is computed once.
 */
export function identifier(certificate: ChainCertificate, issuer: ChainCertificate): (id: CertificateId) => boolean {
  // The issuer's name may be encoded in two ways that are equal (RFC 5280 7.1).
  const names = [certificate.issuerDer, issuer.subjectDer]
  const known = new Map<string, { readonly names: readonly Buffer[]; readonly key: Buffer | null }>()
  const hashesBy = (hash: string) => {
    const hashes = known.get(hash) ?? { names: names.map((name) => digest(hash, name)), key: keyHash(issuer, hash) }
    known.set(hash, hashes)
    return hashes
  }
  return ({ hash, serial, issuerNameHash, issuerKeyHash }) => {
    if (hash === null || Buffer.compare(serial, certificate.serialOctets) !== 0) return false
    const hashes = hashesBy(hash)
    return hashes.names.some((name) => name.equals(issuerNameHash)) && hashes.key?.equals(issuerKeyHash) === true
  }
}
