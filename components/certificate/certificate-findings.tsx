import Link from 'next/link'
import type { EndpointFindings } from '#lib/data/certificates/list-endpoint-findings.ts'
import { PartialNotice } from '../ui/notice.tsx'
import { SeverityBadge } from '../ui/severity-badge.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { Time } from '../ui/time.tsx'

/** Active findings of the endpoints that serve it as their leaf, worst first. */
export function CertificateFindings({ findings }: { findings: EndpointFindings }) {
  if (findings.rows.length === 0)
    return <p className="text-ink-2">None of the endpoints that serve it as their leaf has an active finding.</p>
  return (
    <div className="grid gap-2">
      <ul className="divide-y rounded-lg border bg-surface">
        {findings.rows.map((finding) => (
          <li key={finding.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
            <SeverityBadge severity={finding.severity} />
            <Link
              href={`/findings/${finding.id}`}
              prefetch={false}
              className="min-w-0 font-medium [overflow-wrap:anywhere] hover:text-accent hover:underline"
            >
              {finding.title}
            </Link>
            <Link
              href={`/endpoints/${finding.endpointId}`}
              prefetch={false}
              className="min-w-0 text-ink-2 text-xs [overflow-wrap:anywhere] hover:underline"
            >
              <bdi>{finding.endpoint}</bdi>
            </Link>
            <span className="ml-auto flex items-center gap-2 text-ink-3 text-xs">
              <StatusBadge status={finding.status} />
              since <Time at={finding.openedAt} />
            </span>
          </li>
        ))}
      </ul>
      {findings.more ? (
        <PartialNotice>
          The worst {findings.rows.length} are shown.{' '}
          <Link href="/findings" className="link">
            All findings
          </Link>
        </PartialNotice>
      ) : null}
    </div>
  )
}
