import Link from 'next/link'
import type { CheckContribution } from '#lib/compliance/assess.ts'
import type { ComplianceScope } from '#lib/data/compliance/filter.ts'
import type { FindingCounts } from '#lib/data/compliance/finding-counts.ts'
import { Badge } from '../ui/badge.tsx'
import { CountLink } from '../ui/count-link.tsx'
import { standingFindingsHref } from './compliance-href.ts'

const outcomes = [
  ['fail', 'fail', 'fail'],
  ['not-assessed', 'notAssessed', 'not assessed'],
  ['pass', 'pass', 'pass'],
  ['not-applicable', 'notApplicable', 'not applicable'],
] as const

/** The checks that speak to a control, with how directly, why, and what they gave. */
export function MappedChecks({
  checks,
  findings,
  scope,
  verdictHref,
}: {
  checks: readonly CheckContribution[]
  findings: ReadonlyMap<string, FindingCounts>
  scope: ComplianceScope
  /** The verdicts of one check and outcome on this page. */
  verdictHref: (checkId: string, outcome: string) => string
}) {
  return (
    <ul className="divide-y rounded-lg border bg-surface">
      {checks.map((check) => (
        <li key={check.checkId} className="grid gap-1.5 p-3 md:grid-cols-[minmax(0,1fr)_auto] md:gap-x-6">
          <div className="grid min-w-0 gap-1">
            <p className="flex flex-wrap items-center gap-2">
              <Link
                href={`/compliance/checks/${check.checkId}`}
                className="font-medium hover:text-accent hover:underline"
              >
                {check.title}
              </Link>
              <RelationBadge relation={check.relation} />
              {check.ran ? null : (
                <Badge className="border-unknown-mark border-dashed bg-unknown-bg text-unknown-fg">did not run</Badge>
              )}
            </p>
            <p className="max-w-prose text-ink-2 text-sm">{check.rationale}</p>
          </div>
          <ul className="nums flex flex-wrap content-start gap-x-4 gap-y-1 text-sm md:justify-end">
            {outcomes.map(([outcome, key, words]) => (
              <li key={outcome} className={check[key] === 0 ? 'text-ink-3' : ''}>
                {check[key] === 0 ? (
                  0
                ) : (
                  <CountLink
                    count={check[key]}
                    href={verdictHref(check.checkId, outcome)}
                    label={`verdicts ${words} of ${check.title}`}
                    className="link font-medium"
                  />
                )}{' '}
                {words}
              </li>
            ))}
            <li>
              <Standing check={check} counts={findings.get(check.checkId)} scope={scope} />
            </li>
          </ul>
        </li>
      ))}
    </ul>
  )
}

export function RelationBadge({ relation }: { relation: CheckContribution['relation'] }) {
  return <Badge className="border-line-strong bg-transparent text-ink-2">{relation}</Badge>
}

function Standing({
  check,
  counts,
  scope,
}: {
  check: CheckContribution
  counts: FindingCounts | undefined
  scope: ComplianceScope
}) {
  if (counts === undefined) return <span className="text-ink-3">0 findings</span>
  const total = counts.open + counts.acknowledged + counts.accepted + counts.falsePositive
  const exceptions = counts.accepted + counts.falsePositive
  return (
    <>
      <CountLink
        count={total}
        href={standingFindingsHref([check.checkId], scope)}
        label={`standing findings of ${check.title}`}
        className="link font-medium"
      />{' '}
      {total === 1 ? 'finding' : 'findings'}
      {exceptions === 0 ? '' : ` (${exceptions} as exceptions)`}
    </>
  )
}
