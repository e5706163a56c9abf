import Link from 'next/link'
import type { SiteRecord } from '#lib/data/sites/site.ts'
import { Card } from '../ui/card.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'

const shown = 12

/** What scans of each site may reach. */
export function SiteScopes({ sites }: { sites: readonly SiteRecord[] }) {
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      {sites.map((site) => (
        <Card key={site.id}>
          <h3 className="mb-1 font-medium text-sm">
            Site <bdi>{site.name}</bdi>
          </h3>
          <DefinitionList
            items={[
              { term: 'Public addresses', value: site.allowPublic ? 'may be scanned' : 'only where allowed below' },
              { term: 'Allowed', value: <Entries entries={site.allow} none="no private range" /> },
              { term: 'Denied', value: <Entries entries={site.deny} none="nothing beyond what is always refused" /> },
              { term: 'Largest run', value: `${site.maxRunTargets.toLocaleString('en')} targets` },
            ]}
          />
        </Card>
      ))}
      <p className="text-ink-3 text-xs lg:col-span-2">
        Metadata services, link-local, multicast and unspecified addresses and our own database are always refused. An
        administrator changes scopes under{' '}
        <Link href="/settings" className="link">
          Settings
        </Link>
        .
      </p>
    </div>
  )
}

function Entries({ entries, none }: { entries: readonly string[]; none: string }) {
  if (entries.length === 0) return <span className="text-ink-3">{none}</span>
  const rest = entries.length - shown
  return (
    <span className="flex flex-wrap gap-1">
      {entries.slice(0, shown).map((entry) => (
        <code key={entry} className="rounded bg-sunken px-1 font-mono text-xs">
          {entry}
        </code>
      ))}
      {rest > 0 ? <span className="text-ink-3 text-xs">and {rest.toLocaleString('en')} more</span> : null}
    </span>
  )
}
