import type { ReactNode } from 'react'
import type { DemoStatus } from '#lib/data/demo.ts'
import { Notice } from '../ui/notice.tsx'
import { Progress } from '../ui/progress.tsx'
import { LiveRefresh } from './live-refresh.client.tsx'

const everyMs = 1_500

/** True while the demo estate is on its way, its first scan included. */
export function isDemoMoving({ stage, scan }: DemoStatus): boolean {
  if (stage === 'requested' || stage === 'starting') return true
  return scan !== null && (scan.status === 'queued' || scan.status === 'running')
}

/** How far the demo estate is. All of it stands in the database, so that a reload shows the same. */
export function DemoProgress({ demo, retry }: { demo: DemoStatus; retry: ReactNode }) {
  if (demo.stage === 'unanswered') {
    return (
      <Notice kind="error">
        <p>
          The demo estate was asked for, and no process has answered that could start it. It is started by the launcher:
          run Countersign with <code>npm start</code> on this machine. A server or worker that was started by itself
          does not start it. The request stays until then.
        </p>
        <LiveRefresh everyMs={5_000} />
      </Notice>
    )
  }
  if (demo.stage === 'failed') {
    return (
      <Notice kind="error">
        <p>
          The demo estate did not start: {demo.detail ?? 'no reason was given'} The terminal that runs Countersign says
          more.
        </p>
        {retry}
      </Notice>
    )
  }
  if (!isDemoMoving(demo)) return null
  return (
    <div className="rounded-lg border bg-surface p-4" role="status">
      <Step demo={demo} />
      <LiveRefresh everyMs={everyMs} />
    </div>
  )
}

function Step({ demo: { stage, scan } }: { demo: DemoStatus }) {
  if (scan !== null && stage !== 'requested')
    return <Progress done={scan.done} total={scan.total} label="The demo estate is being scanned" />
  return (
    <p className="flex items-center gap-2 text-ink-2 text-sm">
      <span aria-hidden="true" className="size-2 animate-pulse rounded-full bg-accent" />
      {stage === 'starting'
        ? 'Keys, certificates and servers of the demo estate are being made'
        : 'The demo estate was asked for; it starts within seconds'}
    </p>
  )
}
