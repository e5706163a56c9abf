import type { Metadata } from 'next'
import { Suspense } from 'react'
import { RunBadge } from '#components/discovery/run-badge.tsx'
import { frozenScopeText } from '#components/report/frozen/frozen-scope-text.ts'
import { ReportProgress } from '#components/report/frozen/report-progress.client.tsx'
import { ActionButton } from '#components/settings/action-button.client.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { DetailSkeleton } from '#components/ui/skeleton.tsx'
import { Time } from '#components/ui/time.tsx'
import { hasRole, type Principal } from '#lib/core/principal.ts'
import { openReport } from '#lib/data/report-snapshots/open-report.ts'
import type { Report } from '#lib/data/report-snapshots/reports.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { cancelReportAction, deleteReportAction } from '../actions.ts'
import { loadFrozen } from '../load-frozen.ts'
import { Comparison } from './comparison.tsx'
import { DoneReport } from './done-report.tsx'

interface PageProps {
  readonly params: Promise<{ id: string }>
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: escapeUnsafe((await loadFrozen((await params).id)).report.name) }
}

export default async function ReportPage(props: PageProps) {
  await loadFrozen((await props.params).id)
  return (
    <Suspense fallback={<DetailSkeleton />}>
      <FrozenReport {...props} />
    </Suspense>
  )
}

async function FrozenReport({ params, searchParams }: PageProps) {
  const { principal, report } = await loadFrozen((await params).id)
  const query = await searchParams
  const { against } = query
  const { id, status, done, total, failure, scope } = report
  if (status === 'done') {
    const opened = await openReport(principal, id)
    const earlier = typeof against === 'string' && against !== '' ? against : null
    return (
      <>
        <Head report={report} principal={principal} compared={earlier !== null} />
        {opened.integrity.intact ? null : (
          <Notice kind="error">
            This report was changed after it was made, and is no evidence any more. {opened.integrity.problem}
          </Notice>
        )}
        {earlier === null ? (
          <DoneReport opened={opened} principal={principal} />
        ) : (
          <Comparison opened={opened} principal={principal} against={earlier} query={query} />
        )}
      </>
    )
  }
  return (
    <>
      <Head report={report} principal={principal} compared={false} />
      {status === 'queued' || status === 'running' ? (
        <ReportProgress id={id} initial={{ status, done, total }} />
      ) : (
        <Notice kind={status === 'failed' ? 'error' : 'info'}>
          {failure ?? 'It was cancelled before it was done; nothing of it was kept.'}
        </Notice>
      )}
      <p className="text-ink-2 text-sm">Covers: {escapeUnsafe(frozenScopeText(scope))}</p>
    </>
  )
}

function Head({ report, principal, compared }: { report: Report; principal: Principal; compared: boolean }) {
  const { id, name, status, createdBy, createdAt } = report
  const isMade = status === 'queued' || status === 'running'
  return (
    <PageHeader
      title={<bdi>{escapeUnsafe(name)}</bdi>}
      parent={
        compared
          ? { href: `/compliance/reports/${id}`, label: 'The report' }
          : { href: '/compliance/reports', label: 'Reports' }
      }
      badges={<RunBadge status={status} />}
      note={
        <>
          Asked by {escapeUnsafe(createdBy)}, <Time at={createdAt} show="both" />
        </>
      }
      actions={
        <>
          {isMade && hasRole(principal, 'analyst') ? (
            <ActionButton action={cancelReportAction} fields={{ id }} label="Cancel" />
          ) : null}
          {hasRole(principal, 'admin') ? (
            <ActionButton
              action={deleteReportAction}
              fields={{ id }}
              label="Delete"
              danger
              confirm={{
                title: 'Delete this report?',
                text: 'Its evidence is forgotten for good; the activity log keeps its hash.',
              }}
            />
          ) : null}
        </>
      }
    />
  )
}
