import Link from 'next/link'
import type { ReactNode } from 'react'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { Time } from '../ui/time.tsx'
import { type Tone, toneColour } from './tone.ts'

/** One row of the table beside a chart; the href leads to exactly what the number counts. */
export interface ChartRow {
  readonly label: string
  readonly values: readonly (string | number)[]
  readonly href?: string | undefined
  /** Where each of the values leads; the label's `href` is for rows that count one thing. */
  readonly hrefs?: readonly string[]
}

/**
 * A chart with its name, one sentence that says what it shows, its age, and the same numbers as a table, which is
 * there without scripts. An empty chart says so.
 */
export function ChartFrame({
  title,
  summary,
  asOf,
  columns,
  rows,
  legend = [],
  empty = false,
  children,
}: {
  title: string
  summary: ReactNode
  /** When the numbers were read; null where that is not known. */
  asOf: Date | null
  /** Heads of the table, the label's first. */
  columns: readonly string[]
  rows: readonly ChartRow[]
  legend?: readonly { readonly label: string; readonly tone: Tone }[]
  empty?: boolean
  children: ReactNode
}) {
  return (
    <figure className="flex min-w-0 flex-col gap-3 rounded-lg border bg-surface p-4">
      <figcaption>
        <h2 className="font-semibold tracking-tight">{title}</h2>
        <p className="text-ink-2 text-xs">{empty ? 'No data' : summary}</p>
      </figcaption>
      {empty ? (
        <p className="grid min-h-48 flex-1 place-items-center rounded-md border border-line-strong border-dashed text-ink-3">
          No data
        </p>
      ) : (
        <>
          <Legend items={legend} />
          <div className="min-w-0 flex-1">{children}</div>
          <DataTable title={title} columns={columns} rows={rows} />
        </>
      )}
      {asOf === null ? null : (
        <p className="text-ink-3 text-xs">
          As of <Time at={asOf} />
        </p>
      )}
    </figure>
  )
}

function Legend({ items }: { items: readonly { readonly label: string; readonly tone: Tone }[] }) {
  if (items.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-ink-2 text-xs">
      {items.map(({ label, tone }) => (
        <li key={label} className="flex items-center gap-1.5">
          <span
            aria-hidden="true"
            className={`size-2.5 rounded-[2px] ${tone === 'unknown' ? 'hatched border border-unknown-mark border-dashed' : ''}`}
            style={tone === 'unknown' ? undefined : { background: toneColour(tone) }}
          />
          {label}
        </li>
      ))}
    </ul>
  )
}

function DataTable({ title, columns, rows }: { title: string; columns: readonly string[]; rows: readonly ChartRow[] }) {
  return (
    <details className="text-xs">
      <summary className="w-fit text-ink-2 hover:text-ink">Data table</summary>
      <ScrollRegion label={`${title}: data`} className="mt-2 max-h-72 overflow-auto print:max-h-none">
        <table className="nums w-full text-left">
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th
                  key={column}
                  scope="col"
                  className={`border-b py-1 pr-3 font-medium text-ink-3 ${index === 0 ? '' : 'text-right'}`}
                >
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label}>
                <th scope="row" className="border-b py-1 pr-3 font-normal [overflow-wrap:anywhere]">
                  {row.href === undefined ? (
                    row.label
                  ) : (
                    <Link href={row.href} prefetch={false} className="link">
                      {row.label}
                    </Link>
                  )}
                </th>
                {row.values.map((value, index) => (
                  <td key={columns[index + 1] ?? index} className="border-b py-1 pr-3 text-right">
                    <Value value={value} href={row.hrefs?.[index]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </details>
  )
}

function Value({ value, href }: { value: string | number; href: string | undefined }) {
  const text = typeof value === 'number' ? value.toLocaleString('en') : value
  if (href === undefined) return text
  return (
    <Link href={href} prefetch={false} className="link">
      {text}
    </Link>
  )
}
