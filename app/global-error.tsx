'use client'

// Stands in for the root layout, so it brings its own document and leans on nothing that may have failed.
import { useOutage } from '#components/shell/use-outage.ts'
import { errorDigest } from '#components/ui/error-state.tsx'
import './globals.css'

export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  const id = errorDigest(error)
  const outage = useOutage(retry)
  return (
    <html lang="en">
      <body>
        <main role="alert" className="mx-auto grid min-h-dvh max-w-md content-center gap-3 p-6">
          <title>Something failed · Countersign</title>
          <h1 className="font-semibold text-xl">Countersign could not show this page</h1>
          <p className="text-ink-2">
            {outage.length > 0
              ? `${outage.join('. ')}. Nothing was changed or lost; the page comes back by itself.`
              : 'The database or another part may be away for a moment. Nothing was changed.'}
          </p>
          {id === undefined ? null : <p className="text-ink-2 text-xs">Error id {id}</p>}
          <button type="button" onClick={retry} className="h-9 rounded-md bg-accent px-3 font-medium text-accent-ink">
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}
