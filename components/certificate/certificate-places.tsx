import Link from 'next/link'
import type { CertificatePresence, CertificatePresences } from '#lib/data/certificates/list-presences.ts'
import { countText } from '../ui/count-link.tsx'
import { PartialNotice } from '../ui/notice.tsx'
import { Time } from '../ui/time.tsx'

/** Where it is served now, and where it was: one row per address, position in the chain and interval. */
export function CertificatePlaces({ presences }: { presences: CertificatePresences }) {
  const open = presences.rows.filter((row) => row.closedAt === null)
  const closed = presences.rows.filter((row) => row.closedAt !== null)
  return (
    <div className="grid gap-3">
      {open.length === 0 ? (
        <p className="rounded-lg border border-line-strong border-dashed px-4 py-6 text-center text-ink-2">
          Nothing presents it now.
        </p>
      ) : (
        <Places title="Served now" rows={open} />
      )}
      {presences.open.exact ? null : (
        <PartialNotice>The newest {countText(presences.open.count)} places are shown; there are more.</PartialNotice>
      )}
      {closed.length === 0 ? null : (
        <details>
          <summary className="w-fit text-ink-2 hover:text-ink">
            Was served before ({countText(presences.closed)})
          </summary>
          <div className="mt-2">
            <Places title="Served before" rows={closed} />
          </div>
        </details>
      )}
    </div>
  )
}

function Places({ title, rows }: { title: string; rows: readonly CertificatePresence[] }) {
  return (
    <div className="max-h-96 overflow-auto rounded-lg border bg-surface print:max-h-none">
      <table className="data-table w-full border-separate border-spacing-0 text-left">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            {['Endpoint', 'Address', 'Identity', 'Environment', 'As', 'Since', 'Until'].map((head) => (
              <th key={head} scope="col" className="border-b bg-sunken px-3 py-2 font-medium text-ink-2 text-xs">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="max-w-72 px-3">
                <Link
                  href={`/endpoints/${row.endpointId}`}
                  prefetch={false}
                  title={row.endpoint}
                  className="block truncate font-medium hover:text-accent hover:underline"
                >
                  <bdi>{row.endpoint}</bdi>
                </Link>
              </td>
              <td data-label="Address" className="px-3 font-mono text-xs">
                {row.ip}
              </td>
              <td data-label="Identity" className="max-w-64 px-3">
                {row.identityId === null ? (
                  <Missing />
                ) : (
                  <Link
                    href={`/identities/${row.identityId}`}
                    prefetch={false}
                    title={row.identityName ?? ''}
                    className="block truncate hover:text-accent hover:underline"
                  >
                    <bdi>{row.identityName}</bdi>
                  </Link>
                )}
              </td>
              <td data-label="Environment" className="px-3">
                {row.environment ?? <Missing />}
              </td>
              <td data-label="As" className="px-3 text-ink-2">
                {row.position === 0 ? 'leaf' : `chain, ${row.position}`}
              </td>
              <td data-label="Since" className="px-3">
                <Time at={row.openedAt} />
              </td>
              <td data-label="Until" className="px-3">
                {row.closedAt === null ? (
                  <span className="text-ink-3">
                    seen <Time at={row.lastSeenAt} />
                  </span>
                ) : (
                  <Time at={row.closedAt} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Missing() {
  return <span className="text-ink-3">—</span>
}
