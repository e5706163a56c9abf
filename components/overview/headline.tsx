import Link from 'next/link'
import type { EstateLadder } from '#lib/data/reports/estate-ladder.ts'
import { RungCell, type RungState } from '../ui/ladder-strip.tsx'
import { Time } from '../ui/time.tsx'

/** The one sentence of the product: how many identities are proven, how many are not, and of how many it can't be told. */
export function Headline({ ladder, newestScanAt }: { ladder: EstateLadder; newestScanAt: Date | null }) {
  const { identities, proven } = ladder
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-2">
      <div className="min-w-0">
        <p className="text-balance font-semibold text-2xl tracking-tight sm:text-3xl">
          <Link href={`/identities?${proven.yes.query}`} className="nums hover:underline">
            {proven.yes.count.toLocaleString('en')}
          </Link>{' '}
          of{' '}
          <Link href={`/identities?${identities.query}`} className="nums hover:underline">
            {identities.count.toLocaleString('en')}
          </Link>{' '}
          {identities.count === 1 ? 'identity is' : 'identities are'} proven
        </p>
        <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-ink-2 text-sm">
          <Answer state="fail" {...proven.no}>
            not proven: some rung fails
          </Answer>
          <Answer state="not-assessed" {...proven.unknown}>
            not known: nothing fails, not all was assessed
          </Answer>
        </ul>
      </div>
      <p className="text-ink-3 text-xs">
        As of <Time at={ladder.asOf} /> · last scan <Time at={newestScanAt} missing="never" /> · last handshake{' '}
        <Time at={ladder.newestSightAt} missing="none yet" />
      </p>
    </div>
  )
}

function Answer({
  state,
  count,
  query,
  children,
}: {
  state: RungState
  count: number
  query: string
  children: string
}) {
  return (
    <li>
      <Link href={`/identities?${query}`} className="flex items-center gap-2 hover:underline">
        <RungCell state={state} />
        <span>
          <b className="nums text-ink">{count.toLocaleString('en')}</b> {children}
        </span>
      </Link>
    </li>
  )
}
