import type { ReactNode } from 'react'
import type { FormState } from '#lib/api/form-state.ts'
import type { InputProblem } from '#lib/core/errors.ts'
import { Notice } from '../ui/notice.tsx'

interface Told {
  readonly privateKeysDropped: number
  readonly problems: readonly InputProblem[]
}

/** What became of an upload: what was done, what was left out, and which private keys were dropped. */
export function StoreResult<T extends Told>({
  state: { result },
  done,
  refused,
}: {
  state: FormState<T>
  done: (value: T) => string
  /** Before the reason of a refusal. */
  refused: string
}) {
  if (result === null) return null
  if (!result.ok) {
    return (
      <Notice kind="error">
        <p>
          {refused} {result.message}
        </p>
        <Problems problems={result.problems} />
      </Notice>
    )
  }
  const { privateKeysDropped, problems } = result.value
  return (
    <>
      <Notice>
        <p>
          {done(result.value)}
          {problems.length === 0 ? '' : ' Left out:'}
        </p>
        <Problems problems={problems} />
      </Notice>
      {privateKeysDropped === 0 ? null : (
        <Notice kind="error">
          {privateKeysDropped === 1 ? 'A private key was' : `${privateKeysDropped} private keys were`} in the bundle and
          dropped; at most the hash of its public half is kept. A key that travels with certificates is known to more
          than its owner: replace it.
        </Notice>
      )}
    </>
  )
}

function Problems({ problems }: { problems: readonly InputProblem[] }): ReactNode {
  if (problems.length === 0) return null
  return (
    <ul className="mt-1 max-h-40 list-disc overflow-y-auto pl-5">
      {problems.map(({ at, problem }) => (
        <li key={`${at} ${problem}`}>
          {at}: {problem}
        </li>
      ))}
    </ul>
  )
}

/** `1 anchor`, `2,000 anchors`. */
export function anchorsText(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'anchor' : 'anchors'}`
}
