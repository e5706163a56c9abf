import Link from 'next/link'
import type { WhatIfAnswer } from '#lib/data/what-if/answer.ts'
import type { Turn } from '#lib/data/what-if/compare.ts'
import { Section } from '../ui/card.tsx'
import { PartialNotice } from '../ui/notice.tsx'
import { DifferencesTable } from './differences-table.tsx'
import { EnvironmentTallies, IdentityTallies } from './tally-table.tsx'
import { turnWords } from './what-if-words.ts'

const perPage = 100

/** One kind of what becomes of chains: by environment, by identity, and chain by chain. */
export function ReportTurn({
  answer,
  turn,
  words = turnWords[turn],
  page,
  href,
}: {
  answer: WhatIfAnswer
  turn: Turn
  words?: (typeof turnWords)[Turn]
  /** From 1. */
  page: number
  href: (page: number) => string
}) {
  const counted = answer[turn]
  if (counted.chains === 0) return <p className="rounded-lg border bg-surface px-4 py-8 text-center">{words.none}</p>
  const pages = Math.ceil(counted.listed.length / perPage)
  const shown = Math.min(Math.max(1, page), pages)
  const from = (shown - 1) * perPage
  return (
    <div className="grid gap-5">
      <p className="text-ink-2 text-sm">{words.note}</p>
      <div className="grid items-start gap-5 xl:grid-cols-2">
        <Section title="By environment">
          <EnvironmentTallies counted={counted} />
        </Section>
        {counted.byIdentity.length === 0 ? null : (
          <Section title="By identity">
            <IdentityTallies counted={counted} />
          </Section>
        )}
      </div>
      <Section title="Chains" note="A leaf as an address serves it now, and what its endpoint answers to.">
        {counted.chains > counted.listed.length ? (
          <PartialNotice>
            The first {counted.listed.length.toLocaleString('en')} of {counted.chains.toLocaleString('en')} chains are
            listed. All numbers are of the whole estate.
          </PartialNotice>
        ) : null}
        <DifferencesTable
          caption={words.label}
          rows={counted.listed.slice(from, from + perPage)}
          names={answer.certificates}
          from={from}
        />
        {pages < 2 ? null : (
          <nav aria-label="Pages" className="no-print flex flex-wrap gap-4 text-ink-3 text-xs">
            <span className="nums">
              {(from + 1).toLocaleString('en')} to{' '}
              {Math.min(from + perPage, counted.listed.length).toLocaleString('en')} of{' '}
              {counted.listed.length.toLocaleString('en')}
            </span>
            {shown === 1 ? null : (
              <Link href={href(shown - 1)} className="link">
                Previous
              </Link>
            )}
            {shown === pages ? null : (
              <Link href={href(shown + 1)} className="link">
                Next
              </Link>
            )}
          </nav>
        )}
      </Section>
    </div>
  )
}
