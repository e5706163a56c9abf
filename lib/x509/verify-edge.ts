import { type KeyObject, verify } from 'node:crypto'
import { opensslCertificate, signatureVerifies } from './openssl-certificate.ts'
import type { PathCertificate } from './path-certificate.ts'
import { subjectKey } from './subject-key.ts'

interface SignatureKind {
  /** KeyObject.asymmetricKeyType of the keys that it takes. */
  readonly keyType: string
  readonly hash: string | null
}

/** The usual kinds (RFC 8017 A.2.4, RFC 5758 3.2, RFC 8410 3); the others are left to OpenSSL's own reading. */
const kinds: Readonly<Record<string, SignatureKind>> = {
  '1.2.840.113549.1.1.5': { keyType: 'rsa', hash: 'sha1' },
  '1.2.840.113549.1.1.11': { keyType: 'rsa', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { keyType: 'rsa', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { keyType: 'rsa', hash: 'sha512' },
  '1.2.840.10045.4.1': { keyType: 'ec', hash: 'sha1' },
  '1.2.840.10045.4.3.2': { keyType: 'ec', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { keyType: 'ec', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { keyType: 'ec', hash: 'sha512' },
  '1.3.101.112': { keyType: 'ed25519', hash: null },
  '1.3.101.113': { keyType: 'ed448', hash: null },
}

const maxKept = 4096
const keys = new Map<string, KeyObject | null>()
const edges = new Map<string, boolean>()

/** Whether the child's signature verifies under the issuer's key, whatever names and dates say. Never throws. */
export function edgeVerifies(child: PathCertificate, issuer: PathCertificate): boolean {
  // A leaf's edge is asked about once; those between CAs again and again, and their answer never changes.
  if (!child.ca) return verifies(child, issuer)
  const edge = `${child.sha256} ${issuer.sha256}`
  return kept(edges, edge, () => verifies(child, issuer))
}

function verifies(child: PathCertificate, issuer: PathCertificate): boolean {
  const kind = child.signatureOid === null ? undefined : kinds[child.signatureOid]
  if (kind === undefined) return child.signatureOid !== null && verifiesByOpenssl(child, issuer)
  const key = kept(keys, issuer.sha256, () => subjectKey(issuer.der))
  if (key === null || key.asymmetricKeyType !== kind.keyType) return false
  try {
    return verify(kind.hash, child.toBeSigned, key, child.signature)
  } catch {
    return false // OpenSSL's errors carry no class: all that this call throws counts as its "no".
  }
}

function verifiesByOpenssl(child: PathCertificate, issuer: PathCertificate): boolean {
  const subject = opensslCertificate(child.der)
  const signer = opensslCertificate(issuer.der)
  return subject !== null && signer !== null && signatureVerifies(subject, signer)
}

function kept<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  const oldest = map.keys().next()
  if (map.size >= maxKept && !oldest.done) map.delete(oldest.value)
  map.set(key, made)
  return made
}
