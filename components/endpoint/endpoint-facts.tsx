import Link from 'next/link'
import type { ReactNode } from 'react'
import { secondMs } from '#lib/core/time.ts'
import type { EndpointDetail } from '#lib/data/endpoints/get-endpoint.ts'
import { filterToQuery } from '#lib/data/filter.ts'
import { Badge } from '../ui/badge.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'
import { OutcomeBadge } from '../ui/outcome-badge.tsx'
import { durationText, Time } from '../ui/time.tsx'
import { bindingWords, outcomeMeanings, transportWords } from './endpoint-words.ts'

/** What a client dials, and what it ought to find there. */
export function EndpointTarget({ endpoint }: { endpoint: EndpointDetail }) {
  const { identityId, identity } = endpoint
  const items: { term: string; value: ReactNode }[] = [
    { term: 'Host', value: <bdi>{endpoint.host}</bdi> },
    { term: 'Port', value: endpoint.port },
    { term: 'SNI', value: endpoint.serverName === '' ? 'none is sent' : <bdi>{endpoint.serverName}</bdi> },
    { term: 'Transport', value: transportWords[endpoint.transport] },
    {
      term: 'Identity',
      value:
        identityId === null ? (
          <span className="text-ink-2">Bound to none: nothing says what it ought to prove.</span>
        ) : (
          <Link href={`/identities/${identityId}`} className="link">
            <bdi>{identity}</bdi>
          </Link>
        ),
    },
    ...(endpoint.boundBy === null ? [] : [{ term: 'Bound', value: <Binding endpoint={endpoint} /> }]),
    {
      term: 'Shares with others',
      value: (
        <Link href={`/reuse?${filterToQuery({ endpoint: [endpoint.id], verdict: ['all'] })}`} className="link">
          Keys and CAs that others use, too
        </Link>
      ),
    },
    { term: 'Environment', value: endpoint.environment },
    { term: 'Owner', value: endpoint.owner },
    ...(endpoint.tags.length === 0 ? [] : [{ term: 'Tags', value: <Tags tags={endpoint.tags} /> }]),
    {
      term: 'Came by',
      value: (
        <>
          {endpoint.origin}, <Time at={endpoint.createdAt} show="both" />
        </>
      ),
    },
  ]
  return <DefinitionList items={items} />
}

function Binding({ endpoint: { boundBy, rule } }: { endpoint: EndpointDetail }) {
  if (boundBy === null) return null
  if (rule === null) return bindingWords[boundBy]
  return (
    <>
      by{' '}
      <Link href="/discovery/rules" className="link">
        rule {rule.place}
      </Link>{' '}
      (<code className="font-mono text-xs">{rule.hostPattern}</code>)
    </>
  )
}

function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <span className="flex flex-wrap gap-1">
      {tags.map((tag) => (
        <Link key={tag} href={`/endpoints?tag=${encodeURIComponent(tag.replaceAll(/[\\,]/g, '\\$&'))}`}>
          <Badge title={tag}>
            <span className="truncate">{tag}</span>
          </Badge>
        </Link>
      ))}
    </span>
  )
}

const intervalWords = {
  identity: "the identity's policy",
  environment: "the environment's policy",
  default: 'the default',
} as const

/** How the last scan went and when the next one comes. */
export function EndpointScans({ endpoint }: { endpoint: EndpointDetail }) {
  const { lastOutcome, consecutiveFailures } = endpoint
  const items: { term: string; value: ReactNode }[] = [
    {
      term: 'Last outcome',
      value: (
        <span className="grid justify-items-start gap-1">
          <OutcomeBadge outcome={lastOutcome} />
          <span className="text-ink-3 text-xs">
            {lastOutcome === null ? 'Nothing was dialled yet.' : outcomeMeanings[lastOutcome]}
            {endpoint.addressCount > 1 ? ' The worst over all addresses.' : ''}
          </span>
        </span>
      ),
    },
    { term: 'Last scan', value: <Time at={endpoint.lastScanAt} show="both" missing="Never" /> },
    { term: 'Last seen', value: <Time at={endpoint.lastSeenAt} show="both" missing="Never" /> },
    ...(consecutiveFailures === 0
      ? []
      : [{ term: 'Failures', value: `${consecutiveFailures.toLocaleString('en')} in a row` }]),
    {
      term: 'Next scan',
      value: endpoint.enabled ? <Time at={endpoint.nextScanAt} show="both" /> : 'None: scans are switched off',
    },
    {
      term: 'Interval',
      value: (
        <>
          {durationText(endpoint.scanIntervalSeconds * secondMs)}, by {intervalWords[endpoint.scanIntervalFrom]}
          <span className="block text-ink-3 text-xs">
            Sooner where a certificate lives for less than a week, later after failures.
          </span>
        </>
      ),
    },
    {
      term: 'Depth',
      value: (
        <>
          {endpoint.scanDepth === 'posture'
            ? `Posture every ${durationText(endpoint.postureIntervalSeconds * secondMs)}, the inventory between`
            : 'The inventory alone'}
          <span className="block text-ink-3 text-xs">
            Clients are played every {durationText(endpoint.mtlsIntervalSeconds * secondMs)} where certificates are
            expected or asked for. Scan now asks for everything.
          </span>
        </>
      ),
    },
    { term: 'Next expiry', value: <Time at={endpoint.nextExpiryAt} show="both" /> },
    { term: 'Judged', value: <Time at={endpoint.evaluatedAt} show="both" missing="Never" /> },
    {
      term: 'Site',
      value: (
        <Link href={`/endpoints?site=${endpoint.siteId}`} className="link">
          {endpoint.site}
        </Link>
      ),
    },
  ]
  return <DefinitionList items={items} />
}
