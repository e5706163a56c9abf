import { createPublicKey, type KeyObject } from 'node:crypto'
import { pemKey } from '#lib/core/pem-key.ts'
import { withoutTraces } from '#lib/core/without-traces.ts'
import { type DerNode, DerReader, expectTag, tags } from './der.ts'
import { readBitString, readOid } from './der-values.ts'
import { curves, keyAlgorithms } from './oids.ts'
import { ParseError } from './parse-error.ts'

/** A public key that can be verified with. */
export interface SubjectKey {
  readonly key: KeyObject
  /** The named curve of ECDSA, as `curves` names it; null where there is none. Of KeyObject it costs half a signature. */
  readonly curve: string | null
}

/** The public key of a certificate (DER), ready to verify with; null where it can't be read or OpenSSL can't use it. */
export function subjectKey(certificate: Uint8Array): KeyObject | null {
  return readSubjectKey(certificate)?.key ?? null
}

/** As `subjectKey`. RSA goes in without its frame, which saves OpenSSL half of the work; JWK would be the slower way. */
export function readSubjectKey(certificate: Uint8Array): SubjectKey | null {
  try {
    const reader = new DerReader(certificate)
    const [toBeSigned] = reader.children(expectTag(reader.root(), tags.sequence, 'certificate'))
    const fields = reader.children(expectTag(toBeSigned, tags.sequence, 'tbsCertificate'))
    const spki = expectTag(fields[fields[0]?.tag === 0xa0 ? 6 : 5], tags.sequence, 'subjectPublicKeyInfo')
    return importSubjectKey(reader, spki)
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}

/** Far more than any key that OpenSSL verifies with (RSA with 16,384 bits takes 2 KiB): keys are kept by the thousand. */
const maxSpkiBytes = 16 * 1024

/** The key of a SubjectPublicKeyInfo, null where OpenSSL can't use it. Throws ParseError. */
export function importSubjectKey(reader: DerReader, spki: DerNode): SubjectKey | null {
  if (spki.end - spki.offset > maxSpkiBytes) return null
  const [identifier, bits] = reader.children(spki)
  const [oid, parameters] = reader.children(expectTag(identifier, tags.sequence, 'algorithm', spki.offset))
  const algorithm = keyAlgorithms.get(readOid(reader, oid, 'algorithm'))
  const key =
    algorithm === 'rsa'
      ? imported(readBitString(reader, bits, 'RSA key').bytes, 'RSA PUBLIC KEY')
      : imported(reader.whole(spki), 'PUBLIC KEY')
  const named = algorithm === 'ec' && parameters?.tag === tags.objectIdentifier
  return key && { key, curve: named ? (curves.get(readOid(reader, parameters, 'curve'))?.name ?? null) : null }
}

/** OpenSSL's errors carry no class, so all that this call throws counts as its refusal. */
function imported(der: Uint8Array, label: 'RSA PUBLIC KEY' | 'PUBLIC KEY'): KeyObject | null {
  try {
    return withoutTraces(() => createPublicKey(pemKey(der, label)))
  } catch {
    return null
  }
}
