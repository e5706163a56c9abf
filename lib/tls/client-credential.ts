import { constants, type KeyObject, sign } from 'node:crypto'
import type { ClientCredential } from './conversation.ts'
import type { ProtocolVersion } from './observation.ts'
import { type SchemeParameters, schemeParameters } from './scheme-parameters.ts'

/**
 * A client's credential from its certificates (DER, leaf first) and the private key of the leaf: RSA, RSASSA-PSS, EC,
 * DSA, Ed25519, Ed448, ML-DSA. That the key is the leaf's is not looked at: a certificate that is not one's own is worth
 * presenting too.
 */
export function clientCredential(chain: readonly Uint8Array[], key: KeyObject): ClientCredential {
  return {
    chain,
    fits: (version, schemes) =>
      takesSchemes(version) ? choose(key, version, schemes) !== null : legacyHash(key, version) !== null,
    sign: (version, schemes, content) => {
      if (!takesSchemes(version)) {
        const hash = legacyHash(key, version)
        return hash === null ? null : { scheme: null, signature: sign(hash, content, key) }
      }
      const choice = choose(key, version, schemes)
      return choice && { scheme: choice.scheme, signature: signed(key, choice.parameters, content) }
    },
  }
}

function takesSchemes(version: ProtocolVersion): boolean {
  return version === 'TLSv1.2' || version === 'TLSv1.3'
}

/** RFC 4346 7.4.8 and RFC 8422 5.8. SSL 3.0 signs what only its own hashing makes (RFC 6101 5.6.8): not done here. */
function legacyHash(key: KeyObject, version: ProtocolVersion): string | null {
  if (version === 'SSLv2' || version === 'SSLv3') return null
  if (key.asymmetricKeyType === 'rsa') return 'md5-sha1'
  return key.asymmetricKeyType === 'ec' || key.asymmetricKeyType === 'dsa' ? 'sha1' : null
}

interface Choice {
  readonly scheme: number
  readonly parameters: SchemeParameters
}

function choose(key: KeyObject, version: ProtocolVersion, schemes: readonly number[]): Choice | null {
  for (const scheme of schemes) {
    const parameters = schemeParameters(scheme)
    if (parameters === null || key.asymmetricKeyType !== parameters.keyType) continue
    if (version === 'TLSv1.3' && !allowedIn13(key, parameters)) continue
    if (!parameters.pss || carriesPss(key, parameters)) return { scheme, parameters }
  }
  return null
}

/** RFC 8446 4.2.3: no PKCS #1, no SHA-1, and ECDSA on the one curve that the scheme names. */
function allowedIn13(key: KeyObject, { tls13, curve }: SchemeParameters): boolean {
  return tls13 && (curve === null || key.asymmetricKeyDetails?.namedCurve === curve)
}

const hashBytes: Readonly<Record<string, number>> = { sha256: 32, sha384: 48, sha512: 64 }

/** RFC 8017 9.1.1: hash, a salt as long, and two bytes; a key may be tied to one hash (RFC 4055 3.1). */
function carriesPss(key: KeyObject, { hash }: SchemeParameters): boolean {
  const { modulusLength = 0, hashAlgorithm = hash } = key.asymmetricKeyDetails ?? {}
  return hashAlgorithm === hash && modulusLength >= 8 * (2 * (hashBytes[hash ?? ''] ?? 0) + 2)
}

function signed(key: KeyObject, { hash, pss }: SchemeParameters, content: Uint8Array): Uint8Array {
  const padding = constants.RSA_PKCS1_PSS_PADDING
  return sign(hash, content, pss ? { key, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : key)
}
