import type { PathReason } from '#lib/x509/path/reasons.ts'

interface Kind {
  readonly ours: readonly (PathReason | null)[]
  /** Beginnings of OpenSSL's codes. */
  readonly theirs: readonly (string | null)[]
  readonly words: string
}

/** What is known to set the two apart; the first that fits counts. */
const kinds: readonly Kind[] = [
  {
    ours: ['weak-signature-algorithm', 'weak-key', 'algorithm-mismatch'],
    theirs: [null],
    words: 'OpenSSL is asked at security level 0, so that it takes every hash and key; our rules refuse weak ones.',
  },
  {
    ours: ['purpose-not-allowed'],
    theirs: [null],
    words: 'The rules of public PKI want the purpose stated in the leaf; OpenSSL takes silence for consent.',
  },
  {
    ours: ['distrusted'],
    theirs: [null],
    words: 'The key is distrusted by an entry of the store, which OpenSSL does not know of.',
  },
  {
    ours: ['unsupported-name-constraint', 'name-not-permitted', 'name-excluded'],
    theirs: [null],
    words: 'The two read name constraints differently: OpenSSL leaves those of an anchor and some forms out.',
  },
  {
    ours: ['svid-uri', 'svid-key-usage', 'svid-trust-domain', 'leaf-is-ca'],
    theirs: [null],
    words: 'Our rules for this kind of certificate are stricter than a path; OpenSSL judges the path alone.',
  },
  {
    ours: [null],
    theirs: ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
    words: 'OpenSSL makes no branches: it took an issuer that is out of date and did not try the one that is in date.',
  },
  {
    ours: [null],
    theirs: ['UNABLE_TO_', 'SELF_SIGNED_CERT_IN_CHAIN', 'CERT_SIGNATURE_FAILURE', 'INVALID_CA', 'PATH_LENGTH'],
    words: 'OpenSSL makes no branches: it followed one issuer of that name to its end and did not try another.',
  },
  {
    ours: [null],
    theirs: ['CA_MD_TOO_WEAK', 'CA_KEY_TOO_SMALL', 'EE_KEY_TOO_SMALL'],
    words: 'OpenSSL’s security level refuses what the rules of a private PKI take and a check grades.',
  },
  {
    ours: [null],
    theirs: ['PERMITTED_VIOLATION', 'EXCLUDED_VIOLATION', 'UNSUPPORTED_CONSTRAINT', 'UNSUPPORTED_NAME'],
    words: 'The two read name constraints differently: OpenSSL holds them against the common name, too.',
  },
]

/** Why the two may differ, in one sentence; null where nothing known explains it, which is worth a look. */
export function explainDisagreement(ours: string | null, theirs: string | null): string | null {
  const fits = ({ ours: mine, theirs: others }: Kind) =>
    mine.some((reason) => reason === ours) &&
    others.some((code) => (code === null || theirs === null ? code === theirs : theirs.startsWith(code)))
  return kinds.find(fits)?.words ?? null
}
