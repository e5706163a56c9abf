import { CalendarCheck, CalendarClock, CalendarX, History } from 'lucide-react'
import type { RotationState } from '#lib/checks/rotation-due.ts'
import { Badge } from '../ui/badge.tsx'
import { stateNotes, stateWords } from './due-words.ts'

const looks = {
  missed: { Icon: CalendarX, look: 'border-critical-mark bg-surface text-critical-mark' },
  overdue: { Icon: History, look: 'border-high-mark bg-surface text-high-fg' },
  due: { Icon: CalendarClock, look: 'border-accent bg-surface text-accent' },
  'on-time': { Icon: CalendarCheck, look: 'border-line-strong bg-surface text-ink-2' },
} as const

export function DueBadge({ state }: { state: RotationState }) {
  const { Icon, look } = looks[state]
  return (
    <Badge className={look} title={stateNotes[state]}>
      <Icon aria-hidden="true" />
      {stateWords[state]}
    </Badge>
  )
}
