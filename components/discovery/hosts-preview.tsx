import { ScrollRegion } from '../ui/scroll-region.tsx'
import type { HostsPreview } from './answers.ts'
import { ResultBadge } from './result-badge.tsx'

/** What adding the list would come to. */
export function HostsPreviewView({ preview: { counts, unbound, rows, problems } }: { preview: HostsPreview }) {
  const all = counts.added + counts.known + counts.refused
  const parts = [
    `${counts.added.toLocaleString('en')} to add`,
    `${counts.known.toLocaleString('en')} known`,
    `${counts.refused.toLocaleString('en')} out of scope`,
    `${problems.length.toLocaleString('en')} unreadable`,
  ]
  return (
    <section aria-label="Preview" className="grid min-w-0 gap-2">
      <p role="status" className="nums font-medium text-sm">
        {parts.join(' · ')}
      </p>
      {unbound === 0 ? null : (
        <p className="text-ink-2 text-xs">
          {unbound.toLocaleString('en')} of them would be bound to no identity: neither the line nor a binding rule
          names one.
        </p>
      )}
      {rows.length === 0 ? null : (
        <ScrollRegion label="Preview of the list" className="max-h-96 overflow-auto rounded-lg border bg-surface">
          <table className="w-full text-left text-sm">
            <thead className="sticky top-0 bg-sunken text-ink-2 text-xs">
              <tr>
                <th scope="col" className="px-3 py-1.5 font-medium">
                  Line
                </th>
                <th scope="col" className="px-3 py-1.5 font-medium">
                  Endpoint
                </th>
                <th scope="col" className="px-3 py-1.5 font-medium">
                  Comes to
                </th>
                <th scope="col" className="px-3 py-1.5 font-medium">
                  Ought to prove
                </th>
              </tr>
            </thead>
            <tbody className="divide-y">
              {rows.map((row) => (
                <tr key={`${row.line} ${row.host} ${row.port}`}>
                  <td className="nums px-3 py-1.5 text-ink-3">{row.line}</td>
                  <td className="px-3 py-1.5 [overflow-wrap:anywhere]">
                    <bdi>{row.host}</bdi>:{row.port}
                    {row.transport === 'tls' ? '' : ` ${row.transport}`}
                  </td>
                  <td className="px-3 py-1.5">
                    <ResultBadge outcome={row.outcome} ahead />
                    {row.rule === null ? null : <span className="block text-ink-3 text-xs">{row.rule}</span>}
                  </td>
                  <td className="px-3 py-1.5 [overflow-wrap:anywhere]">
                    {row.identity === null ? <span className="text-ink-3">—</span> : <bdi>{row.identity}</bdi>}
                    {row.boundBy === null ? null : (
                      <span className="block text-ink-3 text-xs">
                        {row.boundBy === 'rule' ? 'by a rule' : 'named by the line'}
                      </span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {all > rows.length ? (
        <p className="text-ink-3 text-xs">
          The first {rows.length} of {all.toLocaleString('en')} are shown; all are taken.
        </p>
      ) : null}
    </section>
  )
}
