import type { Proposal } from '#lib/data/findings/proposal.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { Badge } from '../ui/badge.tsx'
import { Notice } from '../ui/notice.tsx'
import { Time } from '../ui/time.tsx'

/** On lists and beside a finding's status. */
export function WaitingBadge() {
  return <Badge className="border-line-strong border-dashed bg-transparent">Waits for approval</Badge>
}

/** An acceptance that somebody proposed. */
export function ProposalNotice({ proposal, problem }: { proposal: Proposal; problem: string | null }) {
  return (
    <Notice>
      <span className="grid gap-1">
        <span>
          <b className="font-medium">{proposal.byName}</b> proposes to accept this until{' '}
          <Time at={proposal.until} show="absolute" /> (proposed <Time at={proposal.at} />
          ). Until an administrator approves it, the finding stands as it did.
        </span>
        <q className="whitespace-pre-wrap [overflow-wrap:anywhere]">
          {proposal.reason.split('\n').map(escapeUnsafe).join('\n')}
        </q>
        {problem === null ? null : <span className="text-ink-2 text-xs">{problem}</span>}
      </span>
    </Notice>
  )
}
