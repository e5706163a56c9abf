import Link from 'next/link'
import type { ReactNode } from 'react'
import type { IdentityDetail } from '#lib/data/identities/get-identity.ts'
import { Badge } from '../ui/badge.tsx'
import { CountLink } from '../ui/count-link.tsx'
import { Time } from '../ui/time.tsx'
import { criticalityWords, kindWords, originWord } from './identity-words.ts'
import { RotationAge } from './rotation-age.tsx'

export function IdentityBadges({ identity }: { identity: IdentityDetail }) {
  return (
    <>
      <Badge>{kindWords[identity.kind]}</Badge>
      {identity.production === true ? <Badge>Production</Badge> : null}
      {identity.retiredAt === null ? null : (
        <Badge className="border-line-strong">
          Retired <Time at={identity.retiredAt} show="date" />
        </Badge>
      )}
    </>
  )
}

function Owner({ identity: { owner, ownerRule } }: { identity: IdentityDetail }) {
  if (owner === null) return <span className="text-ink-3">nobody</span>
  if (ownerRule === null) return owner
  return (
    <>
      {owner}{' '}
      <Link href="/settings/ownership" className="link text-xs [overflow-wrap:anywhere]">
        by the rule {ownerRule}
      </Link>
    </>
  )
}

/** What is said of the identity, and the numbers that lead on. */
export function IdentitySummary({ identity }: { identity: IdentityDetail }) {
  const items: { term: string; value: ReactNode }[] = [
    { term: 'Owner', value: <Owner identity={identity} /> },
    { term: 'Environment', value: identity.environment ?? <span className="text-ink-3">none</span> },
    { term: 'Criticality', value: criticalityWords[identity.criticality] },
    { term: 'Origin', value: originWord(identity.origin) },
    { term: 'Next expiry', value: <Time at={identity.nextExpiryAt} /> },
    { term: 'Rotation age', value: <RotationAge {...identity} align="left" /> },
    {
      term: 'Endpoints',
      value: (
        <CountLink
          count={identity.endpointCount}
          href={`/endpoints?identity=${identity.id}`}
          label="endpoints"
          className="link"
        />
      ),
    },
    {
      term: 'Open findings',
      value: (
        <CountLink
          count={identity.openFindings}
          href={`/findings?identity=${identity.id}`}
          label="open findings"
          className="link"
        />
      ),
    },
  ]
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3 rounded-lg border bg-surface p-4 sm:grid-cols-4 2xl:grid-cols-8">
      {items.map(({ term, value }) => (
        <div key={term} className="min-w-0">
          <dt className="text-ink-3 text-xs">{term}</dt>
          <dd className="font-medium [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
