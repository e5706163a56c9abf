import Link from 'next/link'
import type { ComponentProps } from 'react'
import type { Severity } from '#lib/core/severity.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { Name } from '../ui/name.tsx'
import { SeverityBadge } from '../ui/severity-badge.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { Time } from '../ui/time.tsx'

const head = 'border-b px-3 py-2 font-medium'

export interface ExceptionLine {
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly status: ComponentProps<typeof StatusBadge>['status']
  readonly subjectName: string
  readonly owner: string | null
  readonly reason: string | null
  readonly acceptedUntil: Date | string | null
  readonly approvedBy: string | null
  readonly decidedBy: string | null
  readonly decidedAt: Date | string | null
}

/** Failures that somebody silenced, with who, why and until when. `href` leads to a finding; absent: it leads nowhere. */
export function ExceptionsTable({
  exceptions,
  href,
}: {
  exceptions: readonly ExceptionLine[]
  href?: (id: string) => string
}) {
  if (exceptions.length === 0)
    return <p className="text-ink-3 text-sm">No finding in this scope is accepted or called a false positive.</p>
  return (
    <div className="overflow-x-auto rounded-lg border bg-surface print:overflow-visible">
      <table className="data-table w-full border-separate border-spacing-0 text-left">
        <caption className="sr-only">{exceptions.length} exceptions</caption>
        <thead className="bg-sunken text-ink-2 text-xs">
          <tr>
            {['Finding', 'Subject', 'Owner', 'Status', 'Reason', 'Decided'].map((title) => (
              <th key={title} scope="col" className={head}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {exceptions.map((exception) => (
            <tr key={exception.id}>
              <td className="px-3 sm:min-w-36 sm:py-1.5!">
                <span className="flex flex-wrap items-center gap-2">
                  <SeverityBadge severity={exception.severity} />
                  {href === undefined ? (
                    exception.title
                  ) : (
                    <Link href={href(exception.id)} className="link">
                      {exception.title}
                    </Link>
                  )}
                </span>
              </td>
              <td className="px-3 [overflow-wrap:anywhere] sm:min-w-32" data-label="Subject">
                <Name value={escapeUnsafe(exception.subjectName)} />
              </td>
              <td className="px-3 [overflow-wrap:anywhere] sm:min-w-22" data-label="Owner">
                {exception.owner ?? <span className="text-ink-3">no owner</span>}
              </td>
              <td className="px-3" data-label="Status">
                <span className="grid justify-items-end gap-0.5 sm:justify-items-start">
                  <StatusBadge status={exception.status} />
                  <span className="text-ink-2 text-xs">
                    {exception.acceptedUntil === null ? 'without end' : 'until '}
                    {exception.acceptedUntil === null ? null : <Time at={exception.acceptedUntil} show="date" />}
                  </span>
                </span>
              </td>
              <td className="px-3 [overflow-wrap:anywhere] sm:min-w-36 sm:max-w-80" data-label="Reason">
                {exception.reason ?? '—'}
              </td>
              <td className="px-3 sm:min-w-24" data-label="Decided">
                <span>
                  {exception.decidedBy ?? '—'}{' '}
                  {exception.decidedAt === null ? null : (
                    <span className="text-ink-3 text-xs">
                      <Time at={exception.decidedAt} show="date" />
                    </span>
                  )}
                  {exception.approvedBy === null || exception.approvedBy === exception.decidedBy ? null : (
                    <span className="block text-ink-3 text-xs">approved by {exception.approvedBy}</span>
                  )}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
