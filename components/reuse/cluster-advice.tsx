import Link from 'next/link'
import { filterToQuery } from '#lib/data/filter.ts'
import type { ClusterDetail } from '#lib/data/reuse/get-cluster.ts'
import { Card } from '../ui/card.tsx'
import { CountLink } from '../ui/count-link.tsx'
import { SeverityBadge } from '../ui/severity-badge.tsx'

/** What the checks say of this kind of sharing, and the findings that stand open for it. */
export function ClusterAdvice({ detail: { cluster, advice } }: { detail: ClusterDetail }) {
  if (advice.length === 0) {
    return (
      <p className="text-ink-2">
        {cluster.verdict === 'design'
          ? 'Nothing: those who share it are one identity, or belong together.'
          : 'No finding stands open for it. Places without an identity or an environment can’t be judged: bind them first.'}
      </p>
    )
  }
  return (
    <ul className="grid gap-3">
      {advice.map(({ checkId, title, why, fix, findings, severity }) => (
        <li key={checkId}>
          <Card className="grid gap-1.5">
            <p className="flex flex-wrap items-center gap-2">
              {severity === null ? null : <SeverityBadge severity={severity} />}
              <Link href={`/compliance/checks/${checkId}`} prefetch={false} className="font-medium hover:text-accent">
                {title}
              </Link>
              <span className="ml-auto text-ink-2 text-xs">
                <CountLink
                  count={findings}
                  href={`/findings?${filterToQuery({ cluster: cluster.id, check: [checkId] })}`}
                  label="open findings"
                  className="link"
                />{' '}
                {findings === 1 ? 'open finding' : 'open findings'}
              </span>
            </p>
            <p className="max-w-prose text-ink-2">{why}</p>
            <p className="max-w-prose [overflow-wrap:anywhere]">{fix}</p>
          </Card>
        </li>
      ))}
    </ul>
  )
}
