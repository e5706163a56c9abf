import Link from 'next/link'
import type { EndpointVerdict } from '#lib/data/endpoints/list-endpoint-verdicts.ts'
import { EvidenceView } from '../finding/evidence.tsx'
import { groupWords } from '../finding/group-words.ts'
import { SeverityBadge } from '../ui/severity-badge.tsx'
import { Time } from '../ui/time.tsx'
import { VerdictBadge } from '../ui/verdict-badge.tsx'

const outcomes = [
  { outcome: 'fail', title: 'Failed', open: true },
  { outcome: 'not-assessed', title: 'Not assessed', open: true },
  { outcome: 'pass', title: 'Passed', open: false },
  { outcome: 'not-applicable', title: 'Not applicable', open: false },
] as const

/** Every check's newest judgement; what failed and what is not known stand open. */
export function EndpointVerdicts({ verdicts }: { verdicts: readonly EndpointVerdict[] }) {
  if (verdicts.length === 0)
    return <p className="text-ink-3">It was not judged yet: judgement follows the first scan.</p>
  return (
    <div className="grid min-w-0 gap-2">
      {outcomes.map(({ outcome, title, open }) => {
        const some = verdicts.filter((verdict) => verdict.outcome === outcome)
        if (some.length === 0) return null
        return (
          <details key={outcome} open={open} className="rounded-lg border bg-surface">
            <summary className="cursor-pointer px-3 py-2 font-medium text-sm">
              {title} <span className="nums text-ink-3">{some.length}</span>
            </summary>
            <ul className="divide-y border-t">
              {some.map((verdict) => (
                <Verdict key={verdict.checkId} verdict={verdict} />
              ))}
            </ul>
          </details>
        )
      })}
    </div>
  )
}

function Verdict({ verdict }: { verdict: EndpointVerdict }) {
  const { findingId, title, severity, outcome, reason } = verdict
  return (
    <li className="grid min-w-0 gap-1 px-3 py-2">
      <span className="flex flex-wrap items-center gap-2 text-sm">
        {severity === null ? <VerdictBadge outcome={outcome} reason={reason} /> : <SeverityBadge severity={severity} />}
        {findingId !== null && outcome === 'fail' ? (
          <Link href={`/findings/${findingId}`} className="link">
            {title}
          </Link>
        ) : (
          <span>{title}</span>
        )}
        <span className="text-ink-3 text-xs">
          {verdict.group === null ? '' : `${groupWords(verdict.group)} · `}
          since <Time at={verdict.since} />, judged <Time at={verdict.evaluatedAt} />
        </span>
      </span>
      {reason === null ? null : <p className="text-ink-2 text-xs [overflow-wrap:anywhere]">{reason}</p>}
      {Object.keys(verdict.evidence).length === 0 ? null : (
        <details className="text-xs">
          <summary className="link w-fit">Evidence</summary>
          <div className="mt-1">
            <EvidenceView evidence={verdict.evidence} />
          </div>
        </details>
      )}
    </li>
  )
}
