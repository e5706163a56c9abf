import { CircleHelp, DoorOpen, ShieldCheck, ShieldMinus, ShieldQuestion } from 'lucide-react'
import type { MtlsVerdict } from '#lib/tls/observation.ts'
import { Badge } from '../ui/badge.tsx'
import { mtlsMeanings, mtlsWords } from './endpoint-words.ts'

const icons = {
  ENFORCED: ShieldCheck,
  'REQUESTED-ONLY': ShieldQuestion,
  'ACCEPTS-UNTRUSTED': DoorOpen,
  'NOT-REQUESTED': ShieldMinus,
  UNKNOWN: CircleHelp,
} as const

/** What was found about client certificates. A fact, not a judgement: whether it is a fault is for checks to say. */
export function MtlsBadge({ verdict }: { verdict: MtlsVerdict | null }) {
  if (verdict === null) return <span className="text-ink-3">—</span>
  const Icon = icons[verdict]
  const look =
    verdict === 'UNKNOWN'
      ? 'border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg'
      : 'border-line-strong bg-surface text-ink'
  return (
    <Badge className={look} title={mtlsMeanings[verdict]}>
      <Icon aria-hidden="true" />
      {mtlsWords[verdict]}
    </Badge>
  )
}
