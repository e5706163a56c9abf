import Link from 'next/link'
import type { FindingDetail } from '#lib/data/findings/get-finding.ts'
import { countText } from '../ui/count-link.tsx'
import { SeverityBadge } from '../ui/severity-badge.tsx'
import { Time } from '../ui/time.tsx'

/** Other findings of the same subject, and how many the same check has elsewhere. */
export function FindingSiblings({ finding }: { finding: FindingDetail }) {
  const { siblings, siblingCount, sameCheck } = finding
  const subject = finding.subjectKind === 'endpoint' ? 'endpoint' : 'identity'
  return (
    <div className="grid gap-2">
      {siblings.length === 0 ? (
        <p className="text-ink-3 text-sm">Nothing else is open here.</p>
      ) : (
        <ul className="divide-y rounded-lg border bg-surface">
          {siblings.map((sibling) => (
            <li key={sibling.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-sm">
              <SeverityBadge severity={sibling.severity} />
              <Link href={`/findings/${sibling.id}`} className="link min-w-0 flex-1">
                {sibling.title}
              </Link>
              <span className="text-ink-3 text-xs">
                <Time at={sibling.openedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="flex flex-wrap gap-x-4 text-sm">
        {siblingCount > siblings.length ? (
          <Link href={`/findings?${subject}=${finding.subjectId}`} className="link">
            All of this {subject}
          </Link>
        ) : null}
        <Link href={`/findings?check=${encodeURIComponent(finding.checkId)}`} className="link">
          {countText(sameCheck)} active {sameCheck.count === 1 ? 'finding' : 'findings'} of this check everywhere
        </Link>
      </p>
    </div>
  )
}
