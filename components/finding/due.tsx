import { Badge } from '../ui/badge.tsx'
import { Time } from '../ui/time.tsx'

/** When a finding ought to be settled; what is late says so in a word. */
export function Due({ at, both = false }: { at: Date | string | null; both?: boolean }) {
  if (at === null) return <span className="text-ink-3">—</span>
  const late = new Date(at).getTime() <= Date.now()
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-x-2 gap-y-0.5">
      {late ? <OverdueBadge /> : null}
      {both ? <Time at={at} show="both" /> : <Time at={at} />}
    </span>
  )
}

function OverdueBadge() {
  return <Badge className="border-danger/40 bg-danger-soft text-danger">Overdue</Badge>
}
