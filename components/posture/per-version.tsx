import type { ReactNode } from 'react'
import type { Observed } from '#lib/core/observed.ts'
import type { ByVersion } from '#lib/tls/observation.ts'
import { ObservedFact } from '../endpoint/observed-fact.tsx'
import { versionOrder, versionWords } from './version-words.ts'

/** What was found at each version that is spoken, or why it was not. */
export function PerVersion<T>({
  fact,
  none,
  note,
  children,
}: {
  fact: Observed<ByVersion<T>>
  /** What it means that there is nothing at any version. */
  none: string
  note?: (value: T) => ReactNode
  children: (value: T) => ReactNode
}) {
  return (
    <ObservedFact fact={fact}>
      {(byVersion) => {
        const spoken = versionOrder.flatMap((version) => {
          const at = byVersion[version]
          return at === undefined ? [] : [{ version, at }]
        })
        if (spoken.length === 0) return <span className="text-ink-3">{none}</span>
        return (
          <div className="grid min-w-0 gap-3">
            {spoken.map(({ version, at }) => (
              <div key={version} className="grid min-w-0 gap-1">
                <h4 className="flex flex-wrap items-baseline gap-x-2 text-xs">
                  <span className="font-medium">{versionWords[version]}</span>
                  {note === undefined || at.status !== 'observed' ? null : (
                    <span className="text-ink-3">{note(at.value)}</span>
                  )}
                </h4>
                <ObservedFact fact={at}>{children}</ObservedFact>
              </div>
            ))}
          </div>
        )
      }}
    </ObservedFact>
  )
}
