import { gradeSuite, type SuiteGrade } from '#lib/checks/suite-grade.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import { Badge } from '../ui/badge.tsx'
import { acceptedNote } from './accepted-note.ts'
import { PerVersion } from './per-version.tsx'

/** Suites by version, in the order in which the server has them, with what each is worth. */
export function SuiteList({ suites }: { suites: TlsFacts['suites'] }) {
  return (
    <PerVersion fact={suites} none="No suite was found." note={acceptedNote}>
      {({ accepted }) => (
        <ol className="grid gap-1">
          {accepted.map((name) => (
            <Suite key={name} name={name} />
          ))}
        </ol>
      )}
    </PerVersion>
  )
}

const looks = {
  void: 'bg-critical-bg text-critical-fg',
  broken: 'border-high-mark bg-high-bg text-high-fg',
  weak: 'border-medium-mark bg-medium-bg text-medium-fg',
  dated: 'border-low-mark bg-low-bg text-low-fg',
  sound: 'bg-pass-bg text-pass-fg',
} as const satisfies Record<SuiteGrade, string>

function Suite({ name }: { name: string }) {
  const { bits, grade, marks } = gradeSuite(name)
  return (
    <li className="flex min-w-0 flex-wrap items-baseline gap-x-2 gap-y-0.5">
      <Badge
        className={grade === null ? 'border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg' : looks[grade]}
      >
        {bits === null ? 'not known' : `${bits} bits`}
      </Badge>
      <code className="min-w-0 font-mono text-xs [overflow-wrap:anywhere]">{name}</code>
      {marks.length === 0 ? null : <span className="text-ink-3 text-xs">{marks.join(', ')}</span>}
    </li>
  )
}
