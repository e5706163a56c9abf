import { explained } from './explained.ts'
import type { Tool } from './sightings.ts'

/** Why a tool and we differ, and how it is known that we are right. */
export interface Explanation {
  /** Any where left out. */
  readonly tool?: Tool
  /** The facts that it holds for. */
  readonly fact: RegExp
  /** The servers that it holds for; all where left out. */
  readonly subjects?: RegExp
  /** Both where left out. */
  readonly kind?: 'adds' | 'lacks'
  /** The words that it holds for; all where left out. */
  readonly words?: RegExp
  /** What the tool does, what is true, and what showed it. */
  readonly why: string
}

interface Where {
  readonly subject: string
  readonly fact: string
  readonly tool: Tool
  readonly kind: 'adds' | 'lacks'
  readonly word: string
}

export function explanationOf({ subject, fact, tool, kind, word }: Where): Explanation | null {
  return (
    explained.find(
      (one) =>
        (one.tool ?? tool) === tool &&
        (one.kind ?? kind) === kind &&
        one.fact.test(fact) &&
        (one.subjects?.test(subject) ?? true) &&
        (one.words?.test(word) ?? true),
    ) ?? null
  )
}
