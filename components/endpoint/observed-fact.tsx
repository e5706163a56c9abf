import type { ReactNode } from 'react'
import type { Observed } from '#lib/core/observed.ts'
import { reasonWords } from '../posture/reason-words.ts'

/** A fact as the probe left it: what was tried and not learned is told apart from what was not tried. */
export function ObservedFact<T>({ fact, children }: { fact: Observed<T>; children: (value: T) => ReactNode }) {
  if (fact.status === 'observed') return children(fact.value)
  const words = fact.status === 'failed' ? 'Not learned' : 'Not tried'
  const detail = fact.status === 'failed' ? fact.detail : undefined
  return (
    <span title={detail} className="text-ink-3 text-xs">
      {words}: {reasonWords(fact.reason)}
    </span>
  )
}
