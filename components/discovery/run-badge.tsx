import { Ban, Check, CircleDashed, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { RunStatus } from '#lib/data/scans/scan-progress.ts'
import { Badge } from '../ui/badge.tsx'

const looks = {
  queued: {
    word: 'Waiting',
    Icon: CircleDashed,
    look: 'border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg',
  },
  running: { word: 'Running', Icon: LoaderCircle, look: 'border-accent/50 bg-accent-soft text-accent' },
  cancelling: { word: 'Cancelling', Icon: LoaderCircle, look: 'border-line-strong bg-surface text-ink-2' },
  cancelled: { word: 'Cancelled', Icon: Ban, look: 'border-line-strong bg-surface text-ink-2' },
  done: { word: 'Done', Icon: Check, look: 'bg-sunken text-ink-2' },
  failed: { word: 'Failed', Icon: TriangleAlert, look: 'border-danger/40 bg-danger-soft text-danger' },
} as const satisfies Record<RunStatus, unknown>

/** How a run of background work stands. */
export function RunBadge({ status }: { status: RunStatus }) {
  const { word, Icon, look } = looks[status]
  return (
    <Badge className={look}>
      <Icon aria-hidden="true" />
      {word}
    </Badge>
  )
}
