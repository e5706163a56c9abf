import { Ban, Check, CircleAlert, Plus, Unplug } from 'lucide-react'
import { Badge } from '../ui/badge.tsx'
import { outcomeWords } from '../ui/outcome-badge.tsx'

const own = {
  added: { word: 'Added', Icon: Plus, look: 'border-line-strong bg-surface text-ink' },
  known: { word: 'Known', Icon: Check, look: 'bg-sunken text-ink-2' },
  refused: { word: 'Out of scope', Icon: Ban, look: 'border-medium-mark bg-medium-bg text-medium-fg' },
  invalid: { word: 'Unreadable', Icon: CircleAlert, look: 'border-danger/40 bg-danger-soft text-danger' },
} as const

const words = new Map<string, { word: string; Icon: typeof Ban; look: string }>([
  ...Object.entries(outcomeWords).map(([kind, word]) => {
    return [
      kind,
      { word, Icon: Unplug, look: 'border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg' },
    ] as const
  }),
  ...Object.entries(own),
])

export function resultWord(outcome: string): string {
  return words.get(outcome)?.word ?? outcome
}

/** What became of a place that a discovery looked at; `ahead`: what would become of it. */
export function ResultBadge({ outcome, ahead = false }: { outcome: string; ahead?: boolean }) {
  const found = words.get(outcome)
  if (found === undefined) return <Badge>{outcome}</Badge>
  const { word, Icon, look } = found
  return (
    <Badge className={look}>
      <Icon aria-hidden="true" />
      {ahead && outcome === 'added' ? 'New' : word}
    </Badge>
  )
}
