import Link from 'next/link'
import type { ReactNode } from 'react'
import type { RuleDifference } from '#lib/checks/policy-difference.ts'
import type { PolicyVersion, PolicyVersions } from '#lib/data/policies/list-policy-versions.ts'
import { Badge } from '../ui/badge.tsx'
import { Section } from '../ui/card.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Time } from '../ui/time.tsx'
import { policyFields } from './policy-fields.ts'
import { policyWords } from './policy-words.ts'

const sourceWords = { page: 'on this page', api: 'by API', file: 'from a file' } as const

/** "Versions of the policy": who changed what, when, and from where. */
export function PolicyHistory({
  versions: { rows, before },
  current,
  pageHref,
  restore,
}: {
  versions: PolicyVersions
  /** The version that counts; it needs no restoring. */
  current: number
  pageHref: string
  /** Null: the reader may not. */
  restore: ((version: PolicyVersion) => ReactNode) | null
}) {
  return (
    <Section
      id="policy-versions"
      title="Versions of the policy"
      note="Each change is kept, and can be made to count again."
    >
      {rows.length === 0 ? (
        <EmptyState title="No versions yet" why="Nothing was ever said here: what is inherited counts." />
      ) : (
        <ol aria-label="Versions" className="divide-y rounded-lg border bg-surface">
          {rows.map((row) => (
            <li key={row.version} className="grid gap-1 p-3">
              <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
                <span className="font-medium">Version {row.version}</span>
                {row.version === current ? <Badge>counts now</Badge> : null}
                <span className="text-ink-2">
                  <bdi>{row.byName}</bdi>
                  {row.source === 'system' ? '' : `, ${sourceWords[row.source]}`}, <Time at={row.at} show="both" />
                </span>
                {restore === null || row.version === current ? null : <span className="ml-auto">{restore(row)}</span>}
              </div>
              {row.note === null ? null : <p className="text-sm [overflow-wrap:anywhere]">{row.note}</p>}
              <ul className="grid gap-0.5 text-ink-2 text-xs [overflow-wrap:anywhere]">
                {row.differences.map((difference) => (
                  <li key={difference.rule}>
                    <Difference difference={difference} />
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
      )}
      {before === null ? null : (
        <p className="mt-2 text-sm">
          <Link href={`${pageHref}?versionsBefore=${before}#policy-versions`} className="link">
            Older versions
          </Link>
        </p>
      )}
    </Section>
  )
}

function Difference({ difference: { rule, from, to } }: { difference: RuleDifference }) {
  const label = policyFields.find(({ key }) => key === rule)?.label ?? 'Trust store'
  return (
    <>
      <span className="font-medium">{label}:</span> {words(rule, from)} <span aria-hidden="true">→</span>
      <span className="sr-only">becomes</span> {words(rule, to)}
    </>
  )
}

/** As it was recorded, so that a value of an older version is read, too. */
function words(rule: string, value: unknown): string {
  if (value === undefined || value === null) return 'not said'
  const field = policyFields.find(({ key }) => key === rule)
  if (field && (typeof value === 'string' || typeof value === 'number')) return wordsOf(field, value)
  if (Array.isArray(value)) return value.length === 0 ? 'none at all' : value.map(String).join(', ')
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([key, entry]) => `${key}: ${entry ?? 'none'}`)
      .join(', ')
  return String(value)
}

function wordsOf(field: (typeof policyFields)[number], value: string | number): string {
  if (typeof value === 'number') return policyWords(field, value)
  return field.kind === 'choice'
    ? (field.options.find((option) => option.value === value)?.label ?? value)
    : value === 'learned'
      ? 'by its own rhythm'
      : value
}
