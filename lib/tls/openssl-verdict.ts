/** OpenSSL's verdicts on a chain (X509_V_ERR_*, as node:tls names them) in words. */
const words: Readonly<Record<string, string>> = {
  UNABLE_TO_GET_ISSUER_CERT: 'an issuer is missing',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'an issuer is neither sent nor in the store',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the issuer of the leaf is missing',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the leaf signs itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'the chain ends in a root that is not in the store',
  CERT_SIGNATURE_FAILURE: 'a signature does not verify',
  UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: 'the key of an issuer can’t be read',
  CERT_NOT_YET_VALID: 'a certificate is not valid yet',
  CERT_HAS_EXPIRED: 'a certificate has expired',
  CERT_CHAIN_TOO_LONG: 'the chain is too long',
  PATH_LENGTH_EXCEEDED: 'more CAs than a certificate allows',
  INVALID_CA: 'an issuer is no CA',
  INVALID_PURPOSE: 'a certificate is not for this purpose',
  CERT_UNTRUSTED: 'the store does not trust the root for this purpose',
  CERT_REJECTED: 'the store rejects the root for this purpose',
  UNHANDLED_CRITICAL_EXTENSION: 'a critical extension is not known',
  PERMITTED_VIOLATION: 'a name lies outside a constraint',
  EXCLUDED_VIOLATION: 'a constraint excludes a name',
  UNSUPPORTED_CONSTRAINT_TYPE: 'a constraint is of a kind unknown',
  CA_MD_TOO_WEAK: 'a CA’s signature is too weak for the security level',
  CA_KEY_TOO_SMALL: 'a CA’s key is too small for the security level',
  EE_KEY_TOO_SMALL: 'the leaf’s key is too small for the security level',
  NO_EXPLICIT_POLICY: 'no policy holds for the whole chain',
  INVALID_POLICY_EXTENSION: 'a policy extension can’t be read',
}

/** The code itself where it is none that we know. */
export function opensslText(code: string): string {
  return Object.hasOwn(words, code) ? (words[code] ?? code) : code
}
