import type { ReuseKind } from '#lib/checks/reuse-kind.ts'
import type { ClusterSubject, ClusterVerdict } from '#lib/data/reuse/cluster.ts'
import type { AuthorityGrade } from '#lib/data/reuse/get-cluster.ts'

export const kindWords: Readonly<Record<ReuseKind, string>> = {
  environments: 'Across environments',
  identities: 'Across identities',
  owners: 'Across owners',
  rotations: 'Kept over rotations',
  wildcard: 'Wildcard across services',
  'nonproduction-ca': 'CA of another environment',
  'client-cas': 'CA for clients',
  'public-clients': 'Public certificate as client',
}

export const subjectWords: Readonly<Record<ClusterSubject, string>> = {
  key: 'Key',
  ca: 'CA',
  'client-ca': 'CA for clients',
}

export const verdictWords: Readonly<Record<ClusterVerdict, string>> = {
  fault: 'Ought to be apart',
  unknown: 'Can’t be told',
  design: 'By design',
}

export const gradeWords: Readonly<Record<AuthorityGrade, string>> = {
  public: 'public CA: sells certificates to everybody',
  'other-environment': 'CA of another environment',
  expired: 'expired CA',
  stranger: 'in no trust store on record',
  own: 'CA of this environment, or of a private store',
}
