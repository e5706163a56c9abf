import type { PathReason } from './reasons.ts'

/** What speaks against a certificate or a path, in words for people; the codes are for machines. */
export const pathReasonWords: Readonly<Record<PathReason, string>> = {
  'malformed-certificate': 'the certificate can’t be read strictly',
  'not-conforming': 'the certificate breaks the profile of RFC 5280 section 4',
  'signature-mismatch': 'the signature does not verify under the issuer’s key',
  'unsupported-signature-algorithm': 'the signature algorithm or the issuer’s key is of a kind that can’t be verified',
  'algorithm-mismatch': 'the certificate states two different signature algorithms',
  'weak-signature-algorithm': 'the signature uses a hash that is too weak',
  'weak-key': 'the key is too weak',
  'not-yet-valid': 'a certificate of the path is not valid yet',
  expired: 'a certificate of the path has expired',
  'names-do-not-chain': 'the issuer’s name is not the subject above it',
  'name-not-permitted': 'a name lies outside those that a CA above may certify',
  'name-excluded': 'a name is among those that a CA above must not certify',
  'unsupported-name-constraint': 'a name constraint above is of a form that can’t be judged',
  'no-valid-policy': 'no certificate policy is valid for the whole path',
  'any-policy-mapped': 'a policy mapping names anyPolicy',
  'not-a-ca': 'the issuer is no CA by its basic constraints',
  'path-too-long': 'more CAs than a certificate above allows',
  'key-may-not-sign-certificates': 'the issuer’s key may not sign certificates',
  'unknown-critical-extension': 'a critical extension is not known',
  'purpose-not-allowed': 'the extended key usage does not allow this purpose',
  'leaf-is-ca': 'the leaf is a CA certificate',
  'svid-uri': 'the URI names are not those of an X.509-SVID',
  'svid-key-usage': 'the key usage is not that of an X.509-SVID',
  'svid-trust-domain': 'the SPIFFE trust domain is another one',
  distrusted: 'a key of the path is distrusted',
  'no-path-to-anchor': 'no issuer leads on to an anchor of the store',
  'self-signed-not-anchor': 'it ends in a self-signed certificate that is no anchor of the store',
  'budget-exhausted': 'the search came to its bounds',
}

/** The words of a code where it is one of ours, else the text itself: facts of older scans hold OpenSSL's codes. */
export function pathReasonText(code: string): string {
  return isPathReason(code) ? pathReasonWords[code] : code
}

export function isPathReason(code: string): code is PathReason {
  return Object.hasOwn(pathReasonWords, code)
}
