import Link from 'next/link'
import { findControl, findFramework } from '#lib/compliance/catalogues/index.ts'
import { controlLabel, frameworkTitle } from '#lib/compliance/report-frameworks.ts'
import { citationVerdicts, type SourceCitation } from '#lib/compliance/source-citations.ts'
import type { ComplianceScope } from '#lib/data/compliance/filter.ts'
import { Badge } from '../ui/badge.tsx'
import { controlHref } from './compliance-href.ts'

/** What guidance cites, word for word, beside the official controls that it means. Only the latter are scored. */
export function SourceCitations({
  citations,
  scope,
}: {
  citations: readonly SourceCitation[]
  scope: ComplianceScope
}) {
  return (
    <ul className="grid gap-3">
      {citations.map((citation) => (
        <li key={citation.key} className="grid min-w-0 overflow-hidden rounded-lg border bg-surface md:grid-cols-2">
          <div className="grid min-w-0 content-start gap-2 p-4">
            <h3 className="text-ink-3 text-xs">As cited by the source guidance</h3>
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-medium [overflow-wrap:anywhere]">
                {citation.asCited.framework}
                {citation.asCited.reference === null ? ' (no reference given)' : ` ${citation.asCited.reference}`}
              </span>
              <CitationBadge citation={citation} />
            </p>
            <blockquote className="border-l-2 pl-3 text-ink-2">{citation.asCited.text}</blockquote>
            <p className="text-sm">{citation.why}</p>
            <p className="text-ink-3 text-xs">{citation.document}</p>
          </div>
          <div className="grid min-w-0 content-start gap-2 border-t bg-sunken p-4 md:border-t-0 md:border-l">
            <h3 className="text-ink-3 text-xs">Official control</h3>
            <ul className="grid gap-2">
              {citation.official.map((meant) => (
                <li key={`${meant.framework} ${meant.control}`}>
                  <OfficialControl meant={meant} scope={scope} />
                </li>
              ))}
            </ul>
          </div>
        </li>
      ))}
    </ul>
  )
}

function CitationBadge({ citation }: { citation: SourceCitation }) {
  return (
    <Badge className="border-line-strong bg-transparent text-ink" title={citation.why}>
      {citationVerdicts[citation.verdict]}
    </Badge>
  )
}

function OfficialControl({ meant, scope }: { meant: SourceCitation['official'][number]; scope: ComplianceScope }) {
  const [framework, control] = [findFramework(meant.framework), findControl(meant.framework, meant.control)]
  if (framework === null || control === null) return <>{meant.control}</>
  const scored = control.kind === 'control' && control.status === 'active'
  const label = (
    <>
      <span className="font-medium">{controlLabel(control)}</span> {control.title}
    </>
  )
  return (
    <>
      <p className="[overflow-wrap:anywhere]">
        {scored ? (
          <Link href={controlHref(framework.id, control, scope)} className="link">
            {label}
          </Link>
        ) : (
          label
        )}
      </p>
      <p className="text-ink-3 text-xs">
        {frameworkTitle(framework)}; {meant.relation}
        {scored ? '' : `; ${control.kind === 'category' ? 'a category' : control.status}, never scored`}
      </p>
    </>
  )
}
