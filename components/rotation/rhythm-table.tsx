import Link from 'next/link'
import type { RotationAgeRow } from '#lib/data/reports/rotation-age.ts'
import { Badge } from '../ui/badge.tsx'
import { CountLink } from '../ui/count-link.tsx'
import { Duration, Time } from '../ui/time.tsx'
import { basisWords } from './due-words.ts'

const heads = [
  'Identity',
  'Age',
  'Allowed',
  'By',
  'Lifetime',
  'Median age at rotation',
  'Rotations',
  'Kept key',
  'Late',
  'Last rotated',
] as const
const firstNumber = 4

/** How each identity rotates, the most overdue first. */
export function RhythmTable({ rows }: { rows: readonly RotationAgeRow[] }) {
  return (
    <div className="overflow-auto rounded-lg border bg-surface sm:max-h-[calc(100dvh-9rem)] print:max-h-none">
      <table className="data-table w-full border-separate border-spacing-0 text-left">
        <caption className="sr-only">Rotation by identity, the most overdue first</caption>
        <thead className="sticky top-0 z-10">
          <tr>
            {heads.map((head, index) => (
              <th
                key={head}
                scope="col"
                className={`border-b bg-sunken px-3 py-2 font-medium text-ink-2 text-xs ${index >= firstNumber || index === 1 || index === 2 ? 'text-right' : ''}`}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.identityId} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ row }: { row: RotationAgeRow }) {
  const history = `/rotation/history?identity=${row.identityId}`
  return (
    <tr className="hover:bg-hover">
      <td className="max-w-72 px-3">
        <Link
          href={`/identities/${row.identityId}`}
          prefetch={false}
          title={row.name}
          className="block truncate font-medium hover:text-accent hover:underline"
        >
          <bdi>{row.name}</bdi>
        </Link>
      </td>
      <td data-label="Age" className="px-3 text-right">
        <span className="inline-flex items-center gap-2">
          {row.overdue ? <Badge className="border-high-mark bg-surface text-high-fg">overdue</Badge> : null}
          <Link href={`/certificates/${row.certificateSha256}`} prefetch={false} className="hover:underline">
            <Duration ms={row.ageSeconds * 1000} />
          </Link>
        </span>
      </td>
      <td data-label="Allowed" className="px-3 text-right">
        <Duration ms={row.allowedSeconds * 1000} />
      </td>
      <td data-label="By" className="whitespace-nowrap px-3 text-ink-2 text-xs">
        {basisWords[row.basis]}
      </td>
      <td data-label="Lifetime" className="px-3 text-right">
        <Duration ms={row.lifetimeSeconds * 1000} />
      </td>
      <td data-label="Median age at rotation" className="px-3 text-right">
        {row.medianAgeSeconds === null ? (
          <span className="text-ink-3">not seen yet</span>
        ) : (
          <Duration ms={row.medianAgeSeconds * 1000} />
        )}
      </td>
      <td data-label="Rotations" className="px-3 text-right">
        <Count count={row.rotations} href={history} label="rotations" />
      </td>
      <td data-label="Kept key" className="px-3 text-right">
        <Count count={row.keptKeys} href={`${history}&kept=true`} label="renewals that kept the key" />
      </td>
      <td data-label="Late" className="px-3 text-right">
        <Count count={row.late} href={`${history}&late=true`} label="late rotations" />
      </td>
      <td data-label="Last rotated" className="px-3 text-right">
        <Time at={row.lastRotatedAt} />
      </td>
    </tr>
  )
}

function Count({ count, href, label }: { count: number; href: string; label: string }) {
  if (count === 0) return <span className="text-ink-3">0</span>
  return <CountLink count={count} href={href} label={label} />
}
