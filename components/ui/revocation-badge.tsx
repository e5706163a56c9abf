import { Ban, Check, CircleHelp } from 'lucide-react'
import { Badge } from './badge.tsx'

const looks = {
  good: { word: 'Not revoked', Icon: Check, look: 'bg-pass-bg text-pass-fg' },
  revoked: { word: 'Revoked', Icon: Ban, look: 'border-critical-mark bg-surface text-critical-mark' },
  unknown: {
    word: 'Not assessed',
    Icon: CircleHelp,
    look: 'border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg',
  },
} as const

/** What is known of a certificate's revocation. Unknown is dashed, and never looks like good. */
export function RevocationBadge({ status }: { status: keyof typeof looks }) {
  const { word, Icon, look } = looks[status]
  return (
    <Badge className={look}>
      <Icon aria-hidden="true" />
      {word}
    </Badge>
  )
}
