import type { EffectivePolicy } from '#lib/checks/policy.ts'

export type PolicyKey = keyof EffectivePolicy

/** Parts of the form, in the order of the page. */
export const policyParts = {
  names: 'Names and keys',
  tls: 'TLS and clients',
  life: 'Lifetime and rotation',
  scans: 'Scans',
  weight: 'Severity and due dates',
} as const

type Kind =
  | { readonly kind: 'choice'; readonly options: readonly { readonly value: string; readonly label: string }[] }
  | { readonly kind: 'duration' | 'rhythm' | 'percent' | 'names' | 'hashes' | 'overrides' | 'due-days' }

export type PolicyField = Kind & {
  readonly key: PolicyKey
  readonly part: keyof typeof policyParts
  readonly label: string
  readonly hint: string
  /** What holds where nobody says anything. */
  readonly unset: string
}

/** Every rule of a policy, in the order of the page. */
export const policyFields: readonly PolicyField[] = [
  {
    key: 'mtls',
    part: 'tls',
    kind: 'choice',
    label: 'Client certificates',
    hint: 'Whether clients must prove themselves too.',
    unset: 'nobody has said',
    options: [
      { value: 'none', label: 'none' },
      { value: 'optional', label: 'optional' },
      { value: 'required', label: 'required' },
    ],
  },
  {
    key: 'minProtocol',
    part: 'tls',
    kind: 'choice',
    label: 'Lowest protocol',
    hint: 'Older versions fail.',
    unset: '',
    options: [
      { value: 'TLSv1.2', label: 'TLS 1.2' },
      { value: 'TLSv1.3', label: 'TLS 1.3' },
    ],
  },
  {
    key: 'tlsProfile',
    part: 'tls',
    kind: 'choice',
    label: 'TLS profile',
    hint: 'Versions, suites, groups and keys that are to be met.',
    unset: '',
    options: [
      { value: 'mozilla-intermediate', label: 'Mozilla intermediate' },
      { value: 'mozilla-modern', label: 'Mozilla modern' },
      { value: 'mozilla-old', label: 'Mozilla old' },
      { value: 'sp-800-52r2', label: 'SP 800-52r2' },
      { value: 'cnsa-2.0', label: 'CNSA 2.0' },
    ],
  },
  {
    key: 'rotationIntervalSeconds',
    part: 'life',
    kind: 'rhythm',
    label: 'Rotation interval',
    hint: 'A certificate older than this is overdue.',
    unset: 'by its own rhythm',
  },
  {
    key: 'maxValiditySeconds',
    part: 'life',
    kind: 'duration',
    label: 'Longest lifetime',
    hint: 'Of certificates of a private CA.',
    unset: 'no limit of its own',
  },
  {
    key: 'expiryWarnShare',
    part: 'life',
    kind: 'percent',
    label: 'Expiry is near',
    hint: 'Share of life left, in percent.',
    unset: '',
  },
  {
    key: 'expiryUrgentShare',
    part: 'life',
    kind: 'percent',
    label: 'Expiry is urgent',
    hint: 'Share of life left, in percent.',
    unset: '',
  },
  {
    key: 'revocationMaxAgeSeconds',
    part: 'life',
    kind: 'duration',
    label: 'Age of revocation evidence',
    hint: 'What says good counts for no longer after it was issued.',
    unset: '',
  },
  {
    key: 'revocationEvidence',
    part: 'life',
    kind: 'choice',
    label: 'Revocation evidence',
    hint: 'Whether a certificate has to have some; short-lived ones need none.',
    unset: '',
    options: [
      { value: 'where-named', label: 'where the certificate names a source' },
      { value: 'required', label: 'required' },
    ],
  },
  {
    key: 'scanIntervalSeconds',
    part: 'scans',
    kind: 'duration',
    label: 'Scan interval',
    hint: 'From 1 min to 30 d.',
    unset: '',
  },
  {
    key: 'scanDepth',
    part: 'scans',
    kind: 'choice',
    label: 'Scan depth',
    hint: 'How deep scheduled scans look.',
    unset: '',
    options: [
      { value: 'inventory', label: 'inventory: one handshake' },
      { value: 'posture', label: 'posture: versions, suites, groups too' },
    ],
  },
  {
    key: 'postureIntervalSeconds',
    part: 'scans',
    kind: 'duration',
    label: 'Posture interval',
    hint: 'From 1 min to 30 d; comes with a scan.',
    unset: '',
  },
  {
    key: 'mtlsIntervalSeconds',
    part: 'scans',
    kind: 'duration',
    label: 'Client probe interval',
    hint: 'Where client certificates are expected or asked for.',
    unset: '',
  },
  {
    key: 'allowedNames',
    part: 'names',
    kind: 'names',
    label: 'Further names',
    hint: 'That the certificate may carry beside the identity; one per line.',
    unset: 'only its own',
  },
  {
    key: 'trustDomains',
    part: 'names',
    kind: 'names',
    label: 'SPIFFE trust domains',
    hint: 'That may appear here; one per line.',
    unset: 'any',
  },
  {
    key: 'spiffePaths',
    part: 'names',
    kind: 'names',
    label: 'SPIFFE paths',
    hint: 'That SVIDs may carry beside the identity’s own: /ns/pay/sa/*; one per line.',
    unset: 'only its own',
  },
  {
    key: 'allowedIssuers',
    part: 'names',
    kind: 'hashes',
    label: 'Issuing CAs',
    hint: 'Known by the SHA-256 of their public keys (SPKI).',
    unset: 'any under the trust store',
  },
  {
    key: 'pins',
    part: 'names',
    kind: 'hashes',
    label: 'Pinned keys',
    hint: 'Leaf keys, by the SHA-256 of the public key (SPKI).',
    unset: 'not pinned',
  },
  {
    key: 'issuerPins',
    part: 'names',
    kind: 'hashes',
    label: 'Pinned CAs',
    hint: 'One of them stands on every path; by the SHA-256 of the public key (SPKI).',
    unset: 'not pinned',
  },
  {
    key: 'severityOverrides',
    part: 'weight',
    kind: 'overrides',
    label: 'Severities set by policy',
    hint: 'What failures of a check weigh here, whatever else would move them.',
    unset: 'as each check says',
  },
  {
    key: 'dueDays',
    part: 'weight',
    kind: 'due-days',
    label: 'Due within',
    hint: 'Days in which a finding ought to be settled; none: at no date.',
    unset: '',
  },
]
