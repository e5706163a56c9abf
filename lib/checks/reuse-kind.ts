/**
 * What is shared that ought to be apart. A check whose failures tell of such a use names its kinds (`reuse`), so that
 * pictures of shared uses and findings lead to each other.
 */
export const reuseKinds = [
  'environments',
  'identities',
  'owners',
  'rotations',
  'wildcard',
  'nonproduction-ca',
  'client-cas',
  'public-clients',
] as const

export type ReuseKind = (typeof reuseKinds)[number]
