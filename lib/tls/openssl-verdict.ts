import type { PathReason } from '#lib/x509/path/reasons.ts'

interface Meaning {
  readonly words: string
  /** Our own codes that say the same; empty where we have none for it. */
  readonly same: readonly PathReason[]
}

const noPath: readonly PathReason[] = ['no-path-to-anchor', 'self-signed-not-anchor']
const dates: readonly PathReason[] = ['expired', 'not-yet-valid']

/** OpenSSL's verdicts on a chain (X509_V_ERR_*), as node:tls names them. */
const meanings: Readonly<Record<string, Meaning>> = {
  UNABLE_TO_GET_ISSUER_CERT: { words: 'an issuer is missing', same: noPath },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { words: 'an issuer is neither sent nor in the store', same: noPath },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { words: 'the issuer of the leaf is missing', same: noPath },
  DEPTH_ZERO_SELF_SIGNED_CERT: { words: 'the leaf signs itself', same: noPath },
  SELF_SIGNED_CERT_IN_CHAIN: { words: 'the chain ends in a root that is not in the store', same: noPath },
  CERT_SIGNATURE_FAILURE: { words: 'a signature does not verify', same: ['signature-mismatch'] },
  UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: {
    words: 'the key of an issuer can’t be read',
    same: ['unsupported-signature-algorithm'],
  },
  CERT_NOT_YET_VALID: { words: 'a certificate is not valid yet', same: dates },
  CERT_HAS_EXPIRED: { words: 'a certificate has expired', same: dates },
  CERT_CHAIN_TOO_LONG: { words: 'the chain is too long', same: ['budget-exhausted'] },
  PATH_LENGTH_EXCEEDED: { words: 'more CAs than a certificate allows', same: ['path-too-long'] },
  INVALID_CA: { words: 'an issuer is no CA', same: ['not-a-ca', 'key-may-not-sign-certificates'] },
  INVALID_PURPOSE: { words: 'a certificate is not for this purpose', same: ['purpose-not-allowed', 'leaf-is-ca'] },
  CERT_UNTRUSTED: { words: 'the store does not trust the root for this purpose', same: ['purpose-not-allowed'] },
  CERT_REJECTED: { words: 'the store rejects the root for this purpose', same: ['distrusted'] },
  UNHANDLED_CRITICAL_EXTENSION: {
    words: 'a critical extension is not known',
    same: ['unknown-critical-extension'],
  },
  PERMITTED_VIOLATION: { words: 'a name lies outside a constraint', same: ['name-not-permitted'] },
  EXCLUDED_VIOLATION: { words: 'a constraint excludes a name', same: ['name-excluded'] },
  UNSUPPORTED_CONSTRAINT_TYPE: { words: 'a constraint is of a kind unknown', same: ['unsupported-name-constraint'] },
  CA_MD_TOO_WEAK: { words: 'a CA’s signature is too weak for the security level', same: ['weak-signature-algorithm'] },
  CA_KEY_TOO_SMALL: { words: 'a CA’s key is too small for the security level', same: ['weak-key'] },
  EE_KEY_TOO_SMALL: { words: 'the leaf’s key is too small for the security level', same: ['weak-key'] },
  NO_EXPLICIT_POLICY: { words: 'no policy holds for the whole chain', same: ['no-valid-policy'] },
  INVALID_POLICY_EXTENSION: { words: 'a policy extension can’t be read', same: ['no-valid-policy'] },
}

/** OpenSSL's code in words; the code itself where it is none that we know. */
export function opensslText(code: string): string {
  return meanings[code]?.words ?? code
}

/** Whether both refuse for the same reason, as far as OpenSSL's codes tell them apart. */
export function sameObjection(ours: string, openssl: string): boolean {
  return ours === openssl || (meanings[openssl]?.same ?? []).some((reason) => reason === ours)
}
