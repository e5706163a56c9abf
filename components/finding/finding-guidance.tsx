import Link from 'next/link'
import type { ControlMapping } from '#lib/checks/contract.ts'
import { findControl, findFramework } from '#lib/compliance/catalogues/index.ts'
import type { FindingGuidance } from '#lib/data/findings/get-finding.ts'
import { Section } from '../ui/card.tsx'
import { PartialNotice } from '../ui/notice.tsx'

/** Why a finding matters, what to do, and what says so. */
export function Guidance({ guidance }: { guidance: FindingGuidance | null }) {
  if (guidance === null)
    return (
      <PartialNotice>
        This version no longer has the check that found this, so that its guidance is missing.
      </PartialNotice>
    )
  return (
    <>
      <Section title="Why it matters">
        <p className="max-w-prose">{guidance.why}</p>
      </Section>
      <Section title="How to fix it">
        <p className="max-w-prose [overflow-wrap:anywhere]">{guidance.fix}</p>
      </Section>
      {guidance.references.length === 0 ? null : (
        <Section title="References">
          <ul className="grid gap-1">
            {guidance.references.map((reference) => (
              <li key={`${reference.label} ${reference.url}`}>
                <a href={reference.url} rel="noreferrer" target="_blank" className="link">
                  {reference.label}
                  <span className="sr-only"> (opens in a new tab)</span>
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

/** The controls that the check speaks to, by framework. */
export function Controls({ controls }: { controls: readonly ControlMapping[] }) {
  const frameworks = [...new Set(controls.map((mapping) => mapping.framework))]
  return (
    <ul className="grid gap-3">
      {frameworks.map((framework) => (
        <li key={framework}>
          <Link href={`/compliance/${framework}`} className="link font-medium text-sm">
            {findFramework(framework)?.name ?? framework}
          </Link>
          <ul className="mt-1 grid gap-1.5">
            {controls
              .filter((mapping) => mapping.framework === framework)
              .map((mapping) => (
                <li key={`${mapping.control} ${mapping.rationale}`} className="text-sm [overflow-wrap:anywhere]">
                  <span className="font-medium">
                    {findControl(framework, mapping.control)?.label ?? mapping.control}
                  </span>{' '}
                  {findControl(framework, mapping.control)?.title}
                  <p className="text-ink-3 text-xs">
                    {mapping.relation}: {mapping.rationale}
                  </p>
                </li>
              ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}
