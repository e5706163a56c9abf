import Link from 'next/link'
import type { ReactNode } from 'react'
import type { FindingDetail } from '#lib/data/findings/get-finding.ts'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Time } from '../ui/time.tsx'
import { VerdictBadge } from '../ui/verdict-badge.tsx'
import { groupWords } from './group-words.ts'

/** Whose the finding is, since when, and how it stands. */
export function FindingFacts({ finding }: { finding: FindingDetail }) {
  const { endpoint, identity, verdict, acceptedUntil } = finding
  const items: { term: string; value: ReactNode }[] = [
    { term: 'Endpoint', value: endpoint && <NameLink href={`/endpoints/${endpoint.id}`} name={endpoint.name} /> },
    { term: 'Identity', value: identity && <NameLink href={`/identities/${identity.id}`} name={identity.name} /> },
    { term: 'Environment', value: finding.environment },
    { term: 'Owner', value: finding.owner },
    { term: 'Assignee', value: finding.assignee?.name ?? null },
    { term: 'Opened', value: <Time at={finding.openedAt} show="both" /> },
    { term: 'Evidence from', value: <Time at={finding.lastSeenAt} show="both" /> },
    ...(finding.resolvedAt === null ? [] : [{ term: 'Resolved', value: <Time at={finding.resolvedAt} show="both" /> }]),
    ...(acceptedUntil === null ? [] : [{ term: 'Accepted until', value: <Time at={acceptedUntil} show="both" /> }]),
    ...(finding.reason === null ? [] : [{ term: 'Reason', value: <span className="whitespace-pre-wrap">{finding.reason}</span> }]),
    ...(finding.timesReopened === 0 ? [] : [{ term: 'Reopened', value: `${finding.timesReopened} times` }]),
    { term: 'Newest judgement', value: verdict && <Judgement verdict={verdict} /> },
    { term: 'Group', value: finding.group && groupWords(finding.group) },
    { term: 'Check', value: <code className="font-mono text-xs">{finding.checkId}</code> },
  ]
  return <DefinitionList items={items} />
}

function Judgement({ verdict }: { verdict: NonNullable<FindingDetail['verdict']> }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <VerdictBadge outcome={verdict.outcome} reason={verdict.reason} />
      <span className="text-ink-3 text-xs">judged <Time at={verdict.evaluatedAt} />, so since <Time at={verdict.since} /></span>
      {verdict.reason === null ? null : <span className="w-full text-ink-2 text-xs">{verdict.reason}</span>}
    </span>
  )
}

function NameLink({ href, name }: { href: string; name: string }) {
  return <Link href={href} className="link"><bdi>{name}</bdi></Link>
}
