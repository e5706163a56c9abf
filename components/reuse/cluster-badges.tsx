import { CircleDashed, CopyCheck, Split } from 'lucide-react'
import type { ReuseKind } from '#lib/checks/reuse-kind.ts'
import type { ClusterVerdict } from '#lib/data/reuse/cluster.ts'
import { Badge } from '../ui/badge.tsx'
import { kindWords, verdictWords } from './reuse-words.ts'

export function KindBadges({ kinds }: { kinds: readonly ReuseKind[] }) {
  if (kinds.length === 0) return <span className="text-ink-3">—</span>
  return (
    <span className="inline-flex flex-wrap gap-1">
      {kinds.map((kind) => (
        <Badge key={kind}>{kindWords[kind]}</Badge>
      ))}
    </span>
  )
}

const looks = {
  fault: { className: 'border-high-mark bg-surface text-high-fg', Icon: Split },
  unknown: { className: 'border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg', Icon: CircleDashed },
  design: { className: 'border-line-strong bg-surface text-ink-2', Icon: CopyCheck },
} as const

/** Whether what is shared ought to be apart. */
export function ClusterVerdictBadge({ verdict }: { verdict: ClusterVerdict }) {
  const { className, Icon } = looks[verdict]
  return (
    <Badge className={className}>
      <Icon aria-hidden="true" />
      {verdictWords[verdict]}
    </Badge>
  )
}
