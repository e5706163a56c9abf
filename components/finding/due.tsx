import { Badge } from '../ui/badge.tsx'
import { Time } from '../ui/time.tsx'
import { When } from './when.tsx'

/** When a finding ought to be settled; what is late says so in a word. */
export function Due({ at, whole = false }: { at: Date | string | null; whole?: boolean }) {
  if (at === null) return <span className="text-ink-3">—</span>
  const late = new Date(at).getTime() <= Date.now()
  return (
    <span className={`inline-flex flex-wrap items-center gap-x-2 gap-y-0.5 ${whole ? '' : 'justify-end'}`}>
      {late ? <OverdueBadge /> : null}
      <span>{whole ? <When at={at} /> : <Time at={at} />}</span>
    </span>
  )
}

function OverdueBadge() {
  return <Badge className="border-danger/40 bg-danger-soft text-danger">Overdue</Badge>
}
