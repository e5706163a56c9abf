import Link from 'next/link'
import type { FindingRow } from '#lib/data/findings/finding-row.ts'
import { Time } from '../ui/time.tsx'
import { subjectHref } from './subject-href.ts'

/** `Endpoint a.example:443, open since 3 days ago`: what a finding is about, in one line. */
export function FindingSubject({ finding }: { finding: FindingRow }) {
  return (
    <span className="[overflow-wrap:anywhere]">
      {finding.subjectKind === 'endpoint' ? 'Endpoint ' : 'Identity '}
      <Link href={subjectHref(finding)} className="link">
        <bdi>{finding.subjectName}</bdi>
      </Link>
      , first found <Time at={finding.openedAt} />
    </span>
  )
}
