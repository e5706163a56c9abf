import { Check, CircleHelp, Minus, X } from 'lucide-react'
import type { Verdict } from '#lib/checks/contract.ts'
import { Badge } from './badge.tsx'

export type VerdictOutcome = Verdict['outcome']

const verdicts = {
  pass: { word: 'Pass', Icon: Check, look: 'bg-pass-bg text-pass-fg' },
  fail: { word: 'Fail', Icon: X, look: 'border-critical-mark bg-surface text-critical-mark' },
  'not-applicable': { word: 'Not applicable', Icon: Minus, look: 'bg-transparent border-line text-ink-3' },
  'not-assessed': {
    word: 'Not assessed',
    Icon: CircleHelp,
    look: 'border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg',
  },
} as const

/** A check's judgement. What was not assessed is dashed, and never looks like a pass. */
export function VerdictBadge({ outcome, reason }: { outcome: VerdictOutcome; reason?: string | null | undefined }) {
  const { word, Icon, look } = verdicts[outcome]
  return (
    <Badge className={look} title={reason ?? undefined}>
      <Icon aria-hidden="true" />
      {word}
    </Badge>
  )
}
