import Link from 'next/link'
import type { DueRotation } from '#lib/data/reports/due-rotations.ts'
import { LifeBar } from '../certificate/life-bar.tsx'
import { Time } from '../ui/time.tsx'
import { DueBadge } from './due-badge.tsx'
import { basisWords } from './due-words.ts'

const heads = ['Identity', 'State', 'Due', 'By', 'Certificate', 'Expires', 'Owner', 'Environment'] as const

/** What is to be rotated, in the order in which it is due. */
export function DueTable({ rows, now }: { rows: readonly DueRotation[]; now: Date }) {
  return (
    <div className="overflow-auto rounded-lg border bg-surface sm:max-h-[calc(100dvh-9rem)] print:max-h-none">
      <table className="data-table w-full border-separate border-spacing-0 text-left">
        <caption className="sr-only">Rotations in the order in which they are due</caption>
        <thead className="sticky top-0 z-10">
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col" className="border-b bg-sunken px-3 py-2 font-medium text-ink-2 text-xs">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ row, now }: { row: DueRotation; now: Date }) {
  const subject = row.identityName ?? row.endpointLabel
  return (
    <tr className="hover:bg-hover">
      <td className="max-w-72 px-3">
        <Link
          href={row.identityId === null ? `/endpoints/${row.endpointId}` : `/identities/${row.identityId}`}
          prefetch={false}
          title={subject}
          className="block truncate font-medium hover:text-accent hover:underline"
        >
          <bdi>{subject}</bdi>
        </Link>
        {row.identityId === null ? <span className="text-ink-3 text-xs">endpoint without an identity</span> : null}
      </td>
      <td data-label="State" className="px-3">
        <DueBadge state={row.state} />
      </td>
      <td data-label="Due" className="px-3">
        <Time at={row.dueAt} />
      </td>
      <td data-label="By" className="whitespace-nowrap px-3 text-ink-2 text-xs">
        {basisWords[row.basis]}
      </td>
      <td data-label="Certificate" className="max-w-64 px-3">
        <Link
          href={`/certificates/${row.sha256}`}
          prefetch={false}
          title={row.certificateName}
          className="block truncate hover:text-accent hover:underline"
        >
          <bdi>{row.certificateName}</bdi>
        </Link>
      </td>
      <td data-label="Expires" className="px-3">
        <span className="inline-grid gap-1">
          <Time at={row.notAfter} />
          <LifeBar notBefore={row.notBefore} notAfter={row.notAfter} now={now} />
        </span>
      </td>
      <td data-label="Owner" className="max-w-40 px-3">
        <Text value={row.owner} />
      </td>
      <td data-label="Environment" className="max-w-40 px-3">
        <Text value={row.environment} />
      </td>
    </tr>
  )
}

function Text({ value }: { value: string | null }) {
  if (value === null) return <span className="text-ink-3">—</span>
  return (
    <span title={value} className="block truncate">
      {value}
    </span>
  )
}
