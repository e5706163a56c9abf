import Link from 'next/link'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import type { RulesPreview } from './answers.ts'

/** What saving the rules would change. */
export function RulesPreviewView({ preview: { endpoints, kept, changed, unbound, rows } }: { preview: RulesPreview }) {
  const count = (value: number) => value.toLocaleString('en')
  return (
    <section aria-label="Preview" className="grid min-w-0 gap-2">
      <p role="status" className="font-medium text-sm">
        Saving would change {count(changed)} of {count(endpoints)} bindings.
      </p>
      <p className="text-ink-2 text-xs">
        {count(kept)} are bound by hand or by an import and stay; {count(unbound)} would be bound to nothing.
      </p>
      {rows.length === 0 ? null : (
        <ScrollRegion
          label="Bindings that would change"
          className="max-h-96 overflow-auto rounded-lg border bg-surface"
        >
          <table className="w-full text-left text-sm">
            <thead className="sticky top-0 bg-sunken text-ink-2 text-xs">
              <tr>
                <th scope="col" className="px-3 py-1.5 font-medium">
                  Endpoint
                </th>
                <th scope="col" className="px-3 py-1.5 font-medium">
                  Bound to now
                </th>
                <th scope="col" className="px-3 py-1.5 font-medium">
                  Would be bound to
                </th>
                <th scope="col" className="px-3 py-1.5 font-medium">
                  By rule
                </th>
              </tr>
            </thead>
            <tbody className="divide-y">
              {rows.map((row) => (
                <tr key={row.endpointId}>
                  <td className="px-3 py-1.5 [overflow-wrap:anywhere]">
                    <Link href={`/endpoints/${row.endpointId}`} className="link">
                      <bdi>{row.host}</bdi>:{row.port}
                    </Link>
                  </td>
                  <td className="px-3 py-1.5 [overflow-wrap:anywhere]">
                    {row.currentIdentity ?? <span className="text-ink-3">nothing</span>}
                  </td>
                  <td className="px-3 py-1.5 [overflow-wrap:anywhere]">
                    {row.nextIdentity ?? <span className="text-ink-3">nothing</span>}
                  </td>
                  <td className="nums px-3 py-1.5">{row.rule === null ? '—' : row.rule + 1}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {changed > rows.length ? <p className="text-ink-3 text-xs">The first {count(rows.length)} are shown.</p> : null}
    </section>
  )
}
