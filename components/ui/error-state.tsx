import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

/** What failed, a way to try again, and the id under which the log holds it. */
export function ErrorState({
  title,
  detail,
  id,
  action,
}: {
  title: string
  detail?: ReactNode
  id?: string | undefined
  action?: ReactNode
}) {
  return (
    <div
      role="alert"
      className="grid justify-items-center gap-3 rounded-lg border border-danger/40 bg-danger-soft px-4 py-12 text-center"
    >
      <TriangleAlert aria-hidden="true" className="size-6 text-danger" />
      <h1 className="font-semibold text-base">{title}</h1>
      {detail === undefined ? null : <div className="max-w-md text-ink-2">{detail}</div>}
      {id === undefined ? null : (
        <p className="text-ink-2 text-xs">
          Error id <code className="font-mono">{id}</code>
        </p>
      )}
      {action}
    </div>
  )
}

/** The id under which Next logged an error on the server. */
export function errorDigest(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('digest' in error)) return undefined
  return typeof error.digest === 'string' ? error.digest : undefined
}
