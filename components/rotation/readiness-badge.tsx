import { Check, CircleDashed, X } from 'lucide-react'
import type { ReadinessReason, ReadinessState } from '#lib/checks/rotation-readiness.ts'
import { Badge } from '../ui/badge.tsx'
import { readinessWords, reasonWords } from './readiness-words.ts'

const looks = {
  ready: { Icon: Check, look: 'bg-pass-bg text-pass-fg' },
  'not-ready': { Icon: X, look: 'border-high-mark bg-surface text-high-fg' },
  'too-little-history': { Icon: CircleDashed, look: 'border-unknown-mark border-dashed bg-unknown-bg text-unknown-fg' },
} as const

/** Null: the limit does not bind the identity. */
export function ReadinessBadge({
  state,
  reasons = [],
}: {
  state: ReadinessState | null
  reasons?: readonly ReadinessReason[] | undefined
}) {
  if (state === null) return <span className="text-ink-3">—</span>
  const { Icon, look } = looks[state]
  return (
    <span className="inline-grid justify-items-start gap-0.5">
      <Badge className={look}>
        <Icon aria-hidden="true" />
        {readinessWords[state]}
      </Badge>
      {reasons.length === 0 ? null : (
        <span className="text-ink-2 text-xs">{reasons.map((reason) => reasonWords[reason]).join(', ')}</span>
      )}
    </span>
  )
}
