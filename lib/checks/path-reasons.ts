import type { PathReason } from '#lib/x509/path/reasons.ts'

/**
 * Who speaks of a path that is refused, so that one fault is one finding:
 * - `anchor`: nothing leads to an anchor that counts;
 * - `unauthorised`: the rules that make a certificate the issuer's word. Whoever breaks one mints names at will;
 * - `rule`: any other rule of path validation;
 * - `date`: the path stands, and the checks of validity judge when;
 * - `nobody`: the question is open.
 */
export type PathSpeaker = 'anchor' | 'unauthorised' | 'rule' | 'date' | 'nobody'

export const pathSpeakers: Readonly<Record<PathReason, PathSpeaker>> = {
  'malformed-certificate': 'rule',
  'not-conforming': 'rule',
  'signature-mismatch': 'unauthorised',
  'unsupported-signature-algorithm': 'rule',
  'algorithm-mismatch': 'rule',
  'weak-signature-algorithm': 'rule',
  'weak-key': 'rule',
  'not-yet-valid': 'date',
  expired: 'date',
  'names-do-not-chain': 'unauthorised',
  'name-not-permitted': 'unauthorised',
  'name-excluded': 'unauthorised',
  'unsupported-name-constraint': 'rule',
  'no-valid-policy': 'rule',
  'any-policy-mapped': 'rule',
  'not-a-ca': 'unauthorised',
  'path-too-long': 'unauthorised',
  'key-may-not-sign-certificates': 'unauthorised',
  'unknown-critical-extension': 'rule',
  'purpose-not-allowed': 'rule',
  'leaf-is-ca': 'rule',
  'svid-uri': 'rule',
  'svid-key-usage': 'rule',
  'svid-trust-domain': 'rule',
  distrusted: 'anchor',
  'no-path-to-anchor': 'anchor',
  'self-signed-not-anchor': 'anchor',
  'budget-exhausted': 'nobody',
}

/** Said of a candidate by its name alone: no key of the path was seen to sign what is below it. */
export const unlinked: ReadonlySet<PathReason> = new Set(['signature-mismatch', 'unsupported-signature-algorithm'])
