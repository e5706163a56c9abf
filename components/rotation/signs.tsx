import { CopyMinus, Hourglass, KeyRound, ServerOff } from 'lucide-react'
import type { RotationSign } from '#lib/checks/rotation-sign.ts'
import { Badge } from '../ui/badge.tsx'
import { signNotes, signWords } from './due-words.ts'

const icons = {
  'late-pattern': Hourglass,
  'key-kept': KeyRound,
  'not-served': ServerOff,
  'not-deployed': CopyMinus,
} as const

/** What open findings say of the rotations. */
export function Signs({ signs }: { signs: readonly RotationSign[] }) {
  if (signs.length === 0) return <span className="text-ink-3">—</span>
  return (
    <span className="inline-flex flex-wrap gap-1">
      {signs.map((sign) => {
        const Icon = icons[sign]
        return (
          <Badge key={sign} className="border-medium-mark bg-surface text-medium-fg" title={signNotes[sign]}>
            <Icon aria-hidden="true" />
            {signWords[sign]}
          </Badge>
        )
      })}
    </span>
  )
}
