import type { InputProblem } from '#lib/core/errors.ts'

const most = 50

/** What could not be used, by its place. */
export function ProblemList({ problems }: { problems: readonly InputProblem[] }) {
  if (problems.length === 0) return null
  return (
    <ul
      aria-label="What could not be used"
      className="max-h-56 divide-y overflow-y-auto rounded-md border bg-surface text-xs"
    >
      {problems.slice(0, most).map(({ at, problem }) => (
        <li key={`${at} ${problem}`} className="grid grid-cols-[6rem_1fr] gap-2 px-2 py-1">
          <span className="nums font-medium [overflow-wrap:anywhere]">{at}</span>
          <span className="text-danger [overflow-wrap:anywhere]">{problem}</span>
        </li>
      ))}
      {problems.length > most ? <li className="px-2 py-1 text-ink-3">and {problems.length - most} more</li> : null}
    </ul>
  )
}
