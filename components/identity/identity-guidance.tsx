import { findCheck } from '#lib/checks/catalogue/index.ts'
import type { FindingRow } from '#lib/data/findings/finding-row.ts'
import { Section } from '../ui/card.tsx'
import { SeverityMark } from '../ui/severity-badge.tsx'

/** "Why it matters and how to fix it", once for each check that fails, the worst first. */
export function IdentityGuidance({ findings }: { findings: readonly FindingRow[] }) {
  const worst = [...new Map(findings.toReversed().map((finding) => [finding.checkId, finding])).values()].toReversed()
  const said = worst.flatMap((finding) => {
    const check = findCheck(finding.checkId)
    return check === null ? [] : [{ check, severity: finding.severity }]
  })
  if (said.length === 0) return null
  return (
    <Section id="fix" title="Why it matters, and how to fix it">
      <div className="divide-y rounded-lg border bg-surface">
        {said.map(({ check, severity }, index) => (
          <details key={check.id} open={index === 0} className="px-3 py-2">
            <summary className="flex items-center gap-2">
              <SeverityMark severity={severity} />
              <span className="font-medium">{check.title}</span>
            </summary>
            <div className="mt-2 grid max-w-prose gap-2 pb-1 text-sm sm:pl-6">
              <p>{check.why}</p>
              <p>
                <span className="font-medium">Fix: </span>
                {check.fix}
              </p>
              <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
                {check.references.map(({ label, url }) => (
                  <li key={url + label}>
                    <a href={url} target="_blank" rel="noreferrer" className="link">
                      {label}
                      <span className="sr-only"> (opens in a new tab)</span>
                    </a>
                  </li>
                ))}
              </ul>
            </div>
          </details>
        ))}
      </div>
    </Section>
  )
}
