import type { FindingRow } from '#lib/data/findings/finding-row.ts'

/** The page of what a finding is about. */
export function subjectHref({ subjectKind, subjectId }: Pick<FindingRow, 'subjectKind' | 'subjectId'>): string {
  return subjectKind === 'endpoint' ? `/endpoints/${subjectId}` : `/identities/${subjectId}`
}
