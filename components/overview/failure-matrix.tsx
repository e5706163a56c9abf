import Link from 'next/link'
import type { Severity } from '#lib/core/severity.ts'
import type {
  FailureCount,
  FailureKind,
  IdentityFailures,
  ValidationFailures,
} from '#lib/data/reports/validation-failures.ts'
import { NothingHere, Panel } from './panel.tsx'

const kinds = ['encrypted', 'trusted', 'bound', 'current', 'mutual', 'other'] as const satisfies readonly FailureKind[]

const looks: Readonly<Record<Severity, string>> = {
  critical: 'bg-critical-bg text-critical-fg',
  high: 'bg-high-bg text-high-fg',
  medium: 'bg-medium-bg text-medium-fg',
  low: 'bg-low-bg text-low-fg',
  info: 'bg-info-bg text-info-fg',
}

const columns = 'grid grid-cols-6 gap-1 sm:grid-cols-[minmax(0,1fr)_repeat(6,3.75rem)]'

/** Which identity fails on which rung: each cell counts failing checks, shaded by the worst of them, and leads there. */
export function FailureMatrix({ failures, className = '' }: { failures: ValidationFailures; className?: string }) {
  const { identities, affected, asOf } = failures
  const note = `${affected.toLocaleString('en')} ${affected === 1 ? 'identity has' : 'identities have'} failing checks; those with the most broken rungs are shown, by the rung that each failure breaks.`
  return (
    <Panel title="Validation failures by identity" note={note} asOf={asOf} className={className}>
      {identities.length === 0 ? (
        <NothingHere>No check fails that somebody has to deal with.</NothingHere>
      ) : (
        <>
          <div aria-hidden="true" className={`${columns} mb-1 text-ink-3 text-xs`}>
            <span className="hidden sm:block" />
            {kinds.map((kind) => (
              <span key={kind} className="truncate text-center" title={kind}>
                {kind}
              </span>
            ))}
          </div>
          <ul className="grid gap-2 sm:gap-1">
            {identities.map((identity) => (
              <Line key={identity.identityId} identity={identity} />
            ))}
          </ul>
        </>
      )}
    </Panel>
  )
}

function Line({ identity }: { identity: IdentityFailures }) {
  return (
    <li className={`${columns} items-center`}>
      <span className="col-span-full flex min-w-0 items-baseline gap-2 sm:col-span-1">
        <Link
          href={`/identities/${identity.identityId}`}
          title={identity.name}
          className="truncate hover:text-accent hover:underline"
        >
          {identity.name}
        </Link>
        <Link href={`/findings?${identity.query}`} className="nums ml-auto pr-2 font-semibold hover:underline">
          {identity.total.toLocaleString('en')}
          <span className="sr-only"> failing checks of {identity.name}</span>
        </Link>
      </span>
      {identity.kinds.map((cell) => (
        <Cell key={cell.kind} cell={cell} name={identity.name} />
      ))}
    </li>
  )
}

function Cell({ cell, name }: { cell: FailureCount; name: string }) {
  if (cell.worst === null) return <span className="h-7 rounded-[3px] bg-sunken" />
  return (
    <Link
      href={`/findings?${cell.query}`}
      title={`${cell.kind}: ${cell.count} failing, the worst ${cell.worst}`}
      className={`nums grid h-7 place-items-center rounded-[3px] font-medium text-xs hover:underline ${looks[cell.worst]}`}
    >
      {cell.count.toLocaleString('en')}
      <span className="sr-only">
        {' '}
        failing on {cell.kind}, the worst {cell.worst}, of {name}
      </span>
    </Link>
  )
}
