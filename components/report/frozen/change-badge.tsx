import { ArrowDownRight, ArrowUpRight, CircleDashed, CircleDot, Equal, type LucideIcon } from 'lucide-react'
import { Badge } from '../../ui/badge.tsx'

const looks: Readonly<Record<string, { readonly Icon: LucideIcon; readonly look: string }>> = {
  worse: { Icon: ArrowDownRight, look: 'border-critical-mark bg-surface text-critical-mark' },
  better: { Icon: ArrowUpRight, look: 'bg-pass-bg text-pass-fg' },
  'unknown-now': { Icon: CircleDashed, look: 'border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg' },
  'known-now': { Icon: CircleDot, look: 'border-unknown-mark bg-unknown-bg text-unknown-fg' },
}

const plain = { Icon: Equal, look: 'border-line-strong bg-surface text-ink-2' }

/** What became of something between two reports: arrow and word. */
export function ChangeBadge({ change, word }: { change: string; word: string }) {
  const { Icon, look } = looks[change] ?? plain
  return (
    <Badge className={look}>
      {change in looks || change === 'same' ? <Icon aria-hidden="true" /> : null}
      {word}
    </Badge>
  )
}
