import { CircleDashed, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { InputProblem } from '#lib/core/errors.ts'
import { classNames } from './class-names.ts'

/** Part of the picture is missing: says which, dashed like everything unknown. */
export function PartialNotice({ children }: { children: ReactNode }) {
  return (
    <Frame
      icon={<CircleDashed aria-hidden="true" />}
      look="border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg"
    >
      {children}
    </Frame>
  )
}

export function Notice({ kind = 'info', children }: { kind?: 'info' | 'error'; children: ReactNode }) {
  if (kind === 'error')
    return (
      <Frame icon={<TriangleAlert aria-hidden="true" />} look="border-danger/40 bg-danger-soft" role="alert">
        {children}
      </Frame>
    )
  return (
    <Frame icon={<Info aria-hidden="true" />} look="bg-sunken">
      {children}
    </Frame>
  )
}

/** Parts of the URL that could not be read and were left out (parseFilter). */
export function FilterProblems({ problems }: { problems: readonly InputProblem[] }) {
  if (problems.length === 0) return null
  return (
    <Notice kind="error">
      Left out, since it could not be read: {problems.map((problem) => `${problem.at} (${problem.problem})`).join('; ')}
    </Notice>
  )
}

function Frame({
  icon,
  look,
  role = 'status',
  children,
}: {
  icon: ReactNode
  look: string
  role?: string
  children: ReactNode
}) {
  return (
    <div
      role={role}
      className={classNames(
        'flex gap-2 rounded-md border px-3 py-2 text-sm [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0',
        look,
      )}
    >
      {icon}
      <div className="min-w-0 [overflow-wrap:anywhere]">{children}</div>
    </div>
  )
}
