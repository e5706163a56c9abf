import Link from 'next/link'
import type { Page } from '#lib/core/page.ts'
import type { FindingRow } from '#lib/data/findings/finding-row.ts'
import { Section } from '../ui/card.tsx'
import { countText } from '../ui/count-link.tsx'
import { SeverityBadge } from '../ui/severity-badge.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { Time } from '../ui/time.tsx'
import { Cell, SmallTable } from './small-table.tsx'

const head = [
  { label: 'Finding' },
  { label: 'Severity' },
  { label: 'At' },
  { label: 'Status' },
  { label: 'Opened', align: 'right' },
] as const

/** "What is wrong": what somebody has to deal with, worst first. */
export function IdentityFindings({ identityId, findings }: { identityId: string; findings: Page<FindingRow> }) {
  const all = `/findings?identity=${identityId}`
  return (
    <Section
      id="findings"
      title="What is wrong"
      actions={
        <Link href={`${all}&status=all`} className="link text-sm">
          Accepted and resolved ones too
        </Link>
      }
    >
      {findings.rows.length === 0 ? (
        <p className="text-ink-2">
          Nothing is open. That says what was judged, not what was never assessed: see the verdicts below.
        </p>
      ) : (
        <SmallTable caption="Open findings" head={head}>
          {findings.rows.map((finding) => (
            <tr key={finding.id} className="hover:bg-hover">
              <Cell className="min-w-56">
                <Link
                  href={`/findings/${finding.id}`}
                  prefetch={false}
                  className="font-medium text-ink hover:text-accent hover:underline"
                >
                  {finding.title}
                </Link>
              </Cell>
              <Cell label="Severity">
                <SeverityBadge severity={finding.severity} />
              </Cell>
              <Cell label="At" className="max-w-72">
                {finding.endpoint === null ? (
                  <span className="text-ink-2">the identity</span>
                ) : (
                  <Link
                    href={`/endpoints/${finding.endpoint.id}`}
                    prefetch={false}
                    title={finding.endpoint.name}
                    className="block truncate hover:text-accent hover:underline"
                  >
                    <bdi>{finding.endpoint.name}</bdi>
                  </Link>
                )}
              </Cell>
              <Cell label="Status">
                <StatusBadge status={finding.status} />
              </Cell>
              <Cell label="Opened" align="right">
                <Time at={finding.openedAt} />
              </Cell>
            </tr>
          ))}
        </SmallTable>
      )}
      {findings.nextCursor === null ? null : (
        <Link href={all} className="link text-sm">
          All {countText(findings.total)} open findings
        </Link>
      )}
    </Section>
  )
}
