import { type Explanation, explanationOf } from './explanation.ts'
import type { Sightings, Tool } from './sightings.ts'

/** One word of one fact on which a tool and we are not of one mind. */
export interface Disagreement {
  readonly subject: string
  readonly fact: string
  readonly tool: Tool
  /** `adds`: the tool says it, we do not. `lacks`: we say it, the tool does not. */
  readonly kind: 'adds' | 'lacks'
  readonly word: string
  readonly explanation: Explanation | null
}

/** What a tool says of one fact of one server. */
export interface Comparison {
  readonly fact: string
  readonly disagreements: readonly Disagreement[]
}

/** Facts of which a tool sees one instance where there are several: what it says has to be among what we say. */
const partial = /^(leaf|chain length|groups used|client authorities)/

/** We say that we did not learn it: one disagreement, whatever the tool says. */
const notLearned = /^(failed|skipped): /

/** Every fact that the tool reports, beside ours. */
export function compare(subject: string, tool: Tool, ours: Sightings, theirs: Sightings): readonly Comparison[] {
  const facts = [...theirs.keys()].filter((fact) => !fact.startsWith('order ') || ours.has(fact))
  return facts.map((fact) => {
    const own = ours.get(fact) ?? []
    const other = theirs.get(fact) ?? []
    const disagreement = (kind: Disagreement['kind'], word: string): Disagreement => {
      const where = { subject, fact, tool, kind, word }
      return { ...where, explanation: explanationOf(where) }
    }
    if (fact.startsWith('order '))
      return { fact, disagreements: orderOf(own, other).map((word) => disagreement('adds', word)) }
    const [unlearned] = own
    if (unlearned !== undefined && own.length === 1 && notLearned.test(unlearned))
      return { fact, disagreements: [disagreement('lacks', unlearned)] }
    const adds = other.filter((word) => !own.includes(word)).map((word) => disagreement('adds', word))
    const lacks = partial.test(fact) ? [] : own.filter((word) => !other.includes(word))
    return { fact, disagreements: [...adds, ...lacks.map((word) => disagreement('lacks', word))] }
  })
}

/** The other's order of what both know, where it is not ours. */
function orderOf(own: readonly string[], other: readonly string[]): readonly string[] {
  const ours = own.filter((word) => other.includes(word))
  const theirs = other.filter((word) => own.includes(word))
  return ours.join() === theirs.join() ? [] : [theirs.join(' > ')]
}
