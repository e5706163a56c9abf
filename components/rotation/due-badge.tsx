import { CalendarClock, CalendarX, History } from 'lucide-react'
import type { DueState } from '#lib/data/reports/due-rotations.ts'
import { Badge } from '../ui/badge.tsx'
import { dueWords } from './due-words.ts'

const looks = {
  missed: { Icon: CalendarX, look: 'border-critical-mark bg-surface text-critical-mark' },
  overdue: { Icon: History, look: 'border-high-mark bg-surface text-high-fg' },
  due: { Icon: CalendarClock, look: 'border-line-strong bg-surface text-ink-2' },
} as const

export function DueBadge({ state }: { state: DueState }) {
  const { Icon, look } = looks[state]
  return (
    <Badge className={look}>
      <Icon aria-hidden="true" />
      {dueWords[state]}
    </Badge>
  )
}
