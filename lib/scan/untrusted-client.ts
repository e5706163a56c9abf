import type { CertificateRequest } from '#lib/tls/certificate-request.ts'
import { clientCredential } from '#lib/tls/client-credential.ts'
import type { ClientCredential } from '#lib/tls/conversation.ts'
import { generateKeys, type KeyPair, type SelfMadeKey, selfMadeCertificate } from './self-made-certificate.ts'

/** Says to whoever reads a server's log what this client is. */
export const untrustedName = 'Countersign scanner untrusted probe'

interface UntrustedKey {
  readonly keys: KeyPair
  readonly credential: ClientCredential
}

const made = new Map<SelfMadeKey, UntrustedKey>()

/** What decides which keys a server can verify. */
export type ClientKeyWish = Pick<CertificateRequest, 'schemes' | 'types'>

/**
 * A client whose certificate it signed itself, of a kind of key that the server can verify; null where none of ours
 * is. Made once per process: does a server accept just anybody?
 */
export function untrustedClient(wish: ClientKeyWish): ClientCredential | null {
  return untrustedKey(wish)?.credential ?? null
}

/**
 * A client whose certificate claims to be issued by one of the server's own accepted authorities, with a CA of that name
 * made here beside it: does the server look at more than names? Null where it named none, or no kind of key fits.
 */
export function impersonatingClient(
  wish: ClientKeyWish & Pick<CertificateRequest, 'authorities'>,
): ClientCredential | null {
  const [authority] = wish.authorities
  const own = untrustedKey(wish)
  if (own === null || authority === undefined || authority.length > maxNameBytes) return null
  const { keys } = own
  const issuer = { name: authority, key: keys.privateKey }
  const leaf = selfMadeCertificate({ commonName: untrustedName, keys, issuer })
  const ca = selfMadeCertificate({ commonName: '', subject: authority, keys, ca: true })
  return clientCredential([leaf, ca], keys.privateKey)
}

const maxNameBytes = 4096

/** RFC 5246 7.4.4: what a ClientCertificateType of TLS 1.2 and before lets a client sign with. */
const certificateTypes = { rsa: 1, ecdsa: 64 } as const

/** The cheapest first. */
const preference = ['p256', 'rsa2048', 'p384', 'ed25519'] as const

/** Up to TLS 1.2 no list tells the curves that a server can do (RFC 8422 5.5), so RSA comes first. */
const olderPreference = ['rsa2048', 'p256', 'p384', 'ed25519'] as const

function untrustedKey({ schemes, types }: ClientKeyWish): UntrustedKey | null {
  for (const kind of types.length > 0 ? olderPreference : preference) {
    const type = kind === 'rsa2048' ? certificateTypes.rsa : certificateTypes.ecdsa
    if (types.length > 0 && !types.includes(type)) continue
    const able = types.length > 0 ? [...schemesOf[kind], ...olderSchemesOf[kind]] : schemesOf[kind]
    if (schemes.length > 0 && !able.some((scheme) => schemes.includes(scheme))) continue
    return keyOf(kind)
  }
  return null
}

/** Wire values with which each kind can sign in every version of TLS that knows schemes. */
const schemesOf: Readonly<Record<SelfMadeKey, readonly number[]>> = {
  p256: [0x0403],
  p384: [0x0503],
  rsa2048: [0x0804, 0x0805, 0x0806],
  ed25519: [0x0807],
}

/** Those that TLS 1.3 forbids in a client's signature (RFC 8446 4.2.3). */
const olderSchemesOf: Readonly<Record<SelfMadeKey, readonly number[]>> = {
  p256: [0x0203],
  p384: [0x0203],
  rsa2048: [0x0401, 0x0501, 0x0601, 0x0201],
  ed25519: [],
}

function keyOf(kind: SelfMadeKey): UntrustedKey {
  const known = made.get(kind)
  if (known) return known
  const keys = generateKeys(kind)
  const certificate = selfMadeCertificate({ commonName: untrustedName, keys })
  const key = { keys, credential: clientCredential([certificate], keys.privateKey) }
  made.set(kind, key)
  return key
}
