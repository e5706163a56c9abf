import Link from 'next/link'
import type { ReactNode } from 'react'
import type { FindingDetail } from '#lib/data/findings/get-finding.ts'
import { Time } from '../ui/time.tsx'
import { VerdictBadge } from '../ui/verdict-badge.tsx'
import { Due } from './due.tsx'
import { groupWords } from './group-words.ts'
import { When } from './when.tsx'

/** Whose the finding is, since when, and how it stands. */
export function FindingFacts({ finding }: { finding: FindingDetail }) {
  const { endpoint, identity, verdict, acceptedUntil } = finding
  const items: { term: string; value: ReactNode }[] = [
    { term: 'Endpoint', value: endpoint && <NameLink href={`/endpoints/${endpoint.id}`} name={endpoint.name} /> },
    { term: 'Identity', value: identity && <NameLink href={`/identities/${identity.id}`} name={identity.name} /> },
    { term: 'Environment', value: finding.environment },
    { term: 'Owner', value: finding.owner },
    { term: 'Assignee', value: finding.assignee?.name ?? null },
    { term: 'Opened', value: <When at={finding.openedAt} /> },
    ...(finding.dueAt === null ? [] : [{ term: 'Due', value: <Due at={finding.dueAt} whole /> }]),
    { term: 'Evidence from', value: <When at={finding.lastSeenAt} /> },
    ...(finding.resolvedAt === null ? [] : [{ term: 'Resolved', value: <When at={finding.resolvedAt} /> }]),
    ...(acceptedUntil === null ? [] : [{ term: 'Accepted until', value: <When at={acceptedUntil} /> }]),
    ...(finding.approver === null ? [] : [{ term: 'Approved by', value: finding.approver.name }]),
    ...(finding.reason === null
      ? []
      : [{ term: 'Reason', value: <span className="whitespace-pre-wrap">{finding.reason}</span> }]),
    ...(finding.timesReopened === 0 ? [] : [{ term: 'Reopened', value: `${finding.timesReopened} times` }]),
    { term: 'Newest judgement', value: verdict && <Judgement verdict={verdict} /> },
    { term: 'Group', value: finding.group && groupWords(finding.group) },
    { term: 'Check', value: <code className="font-mono text-xs">{finding.checkId}</code> },
  ]
  return (
    <dl className="divide-y">
      {items.map((item) => (
        <div key={item.term} className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-3 py-1.5">
          <dt className="text-ink-3">{item.term}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{item.value ?? <span className="text-ink-3">—</span>}</dd>
        </div>
      ))}
    </dl>
  )
}

function Judgement({ verdict }: { verdict: NonNullable<FindingDetail['verdict']> }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <VerdictBadge outcome={verdict.outcome} reason={verdict.reason} />
      <span className="text-ink-3 text-xs">
        judged <Time at={verdict.evaluatedAt} />, first so <Time at={verdict.since} />
      </span>
      {verdict.reason === null ? null : <span className="w-full text-ink-2 text-xs">{verdict.reason}</span>}
    </span>
  )
}

function NameLink({ href, name }: { href: string; name: string }) {
  return (
    <Link href={href} className="link">
      <bdi>{name}</bdi>
    </Link>
  )
}
