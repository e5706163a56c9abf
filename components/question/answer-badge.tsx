import { Check, CircleHelp, X } from 'lucide-react'
import type { VerificationVerdict } from '#lib/checks/verification/judge-endpoint.ts'
import { Badge } from '../ui/badge.tsx'

const answers = {
  proven: { word: 'Proven', Icon: Check, look: 'bg-pass-bg text-pass-fg' },
  'not-proven': { word: 'Not proven', Icon: X, look: 'border-critical-mark bg-surface text-critical-mark' },
  'not-assessable': {
    word: 'Not assessable',
    Icon: CircleHelp,
    look: 'border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg',
  },
} as const

export const answerWords: Readonly<Record<VerificationVerdict, string>> = {
  proven: answers.proven.word,
  'not-proven': answers['not-proven'].word,
  'not-assessable': answers['not-assessable'].word,
}

/** What was answered to a question before a session. */
export function AnswerBadge({ verdict, reason }: { verdict: VerificationVerdict; reason?: string | null }) {
  const { word, Icon, look } = answers[verdict]
  return (
    <Badge className={look} title={reason ?? undefined}>
      <Icon aria-hidden="true" />
      {word}
    </Badge>
  )
}
