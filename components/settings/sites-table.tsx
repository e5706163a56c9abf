import type { SiteSummary } from '#lib/data/sites/list-site-summaries.ts'
import { CountLink } from '../ui/count-link.tsx'
import { Time } from '../ui/time.tsx'
import { NameLink } from './name-link.tsx'
import { type PlainColumn, PlainTable } from './plain-table.tsx'

const columns: readonly PlainColumn<SiteSummary>[] = [
  { header: 'Site', cell: (site) => <NameLink href={`/settings/sites/${site.id}`} name={site.name} /> },
  {
    header: 'Allow',
    className: 'sm:max-w-72',
    cell: (site) => <Entries entries={site.allow} none="no private addresses" />,
  },
  { header: 'Deny', className: 'sm:max-w-56', cell: (site) => <Entries entries={site.deny} none="nothing" /> },
  { header: 'Public', cell: (site) => (site.allowPublic ? 'allowed' : 'only by Allow') },
  { header: 'Per run', align: 'right', cell: (site) => site.maxRunTargets.toLocaleString('en') },
  {
    header: 'Endpoints',
    align: 'right',
    cell: (site) => <CountLink count={site.endpoints} href={`/endpoints?site=${site.id}`} label="endpoints" />,
  },
  { header: 'Workers', align: 'right', cell: (site) => <Workers site={site} /> },
]

export function SitesTable({ sites }: { sites: readonly SiteSummary[] }) {
  return <PlainTable caption="Sites" columns={columns} rows={sites} />
}

function Entries({ entries, none }: { entries: readonly string[]; none: string }) {
  if (entries.length === 0) return <span className="text-ink-3">{none}</span>
  const text = entries.join(', ')
  return (
    <span title={text} className="block truncate font-mono text-xs max-sm:whitespace-normal">
      {text}
    </span>
  )
}

function Workers({ site }: { site: SiteSummary }) {
  if (site.workersAlive > 0) {
    return (
      <span>
        {site.workersAlive} alive, <Time at={site.heartbeatAt} />
      </span>
    )
  }
  if (site.heartbeatAt === null) return <span className="font-medium text-danger">none yet</span>
  return (
    <span className="font-medium text-danger">
      none alive, last <Time at={site.heartbeatAt} />
    </span>
  )
}
