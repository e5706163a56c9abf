import type { Severity } from '#lib/core/severity.ts'
import type { Rung, Verdict } from './contract.ts'
import type { RungStatus } from './ladder.ts'

export interface PreviewedOutcome {
  readonly outcome: Verdict['outcome']
  readonly severity: Severity | null
  readonly reason: string | null
}

/** A verdict that the new policy would change. */
export interface PreviewedVerdict {
  readonly checkId: string
  readonly title: string
  readonly subjectId: string
  /** Null where the identity itself is judged. */
  readonly endpoint: { readonly id: string; readonly name: string } | null
  readonly from: PreviewedOutcome
  readonly to: PreviewedOutcome
}

/** As people and the API write it. */
type RungWord = Exclude<RungStatus, 'not_expected' | 'not_assessed'> | 'not-expected' | 'not-assessed'

export interface RungMove {
  readonly rung: Rung
  readonly from: RungWord
  readonly to: RungWord
}

/** What would change of one identity, or of endpoints that are bound to none. */
export interface IdentityEffect {
  /** Null: endpoints that are bound to no identity. */
  readonly identity: { readonly id: string; readonly name: string } | null
  readonly changed: number
  readonly ladder: readonly RungMove[]
  readonly proven: { readonly from: boolean; readonly to: boolean } | null
}

export interface CheckEffect {
  readonly checkId: string
  readonly title: string
  /** Verdicts that begin to fail, that cease to, and that change otherwise. */
  readonly begin: number
  readonly cease: number
  readonly other: number
}

/** What a change of policies would do to the verdicts of all that answers to it. */
export interface PolicyEffects {
  /** All that answers to what would change. */
  readonly answering: { readonly identities: number; readonly endpoints: number }
  readonly judged: { readonly identities: number; readonly endpoints: number; readonly verdicts: number }
  readonly changed: { readonly verdicts: number; readonly identities: number }
  /** Most changes first. */
  readonly checks: readonly CheckEffect[]
  /** The first hundred, most changes first. */
  readonly identities: readonly IdentityEffect[]
  /** The first hundred. */
  readonly verdicts: readonly (PreviewedVerdict & { readonly identity: IdentityEffect['identity'] })[]
  readonly ladder: readonly (RungMove & { readonly identities: number })[]
  readonly proven: { readonly gained: number; readonly lost: number }
  /** Where the next part begins; null where all was judged. */
  readonly next: number | null
}

/** Listed by name; all are counted. */
export const listedEffects = 100

/** Two parts of one preview, the earlier first, as one. */
export function mergeEffects(a: PolicyEffects, b: PolicyEffects): PolicyEffects {
  return {
    answering: b.answering,
    judged: {
      identities: a.judged.identities + b.judged.identities,
      endpoints: a.judged.endpoints + b.judged.endpoints,
      verdicts: a.judged.verdicts + b.judged.verdicts,
    },
    changed: {
      verdicts: a.changed.verdicts + b.changed.verdicts,
      identities: a.changed.identities + b.changed.identities,
    },
    checks: sumChecks([...a.checks, ...b.checks]),
    identities: mostChanged([...a.identities, ...b.identities]),
    verdicts: [...a.verdicts, ...b.verdicts].slice(0, listedEffects),
    ladder: sumMoves([...a.ladder, ...b.ladder]),
    proven: { gained: a.proven.gained + b.proven.gained, lost: a.proven.lost + b.proven.lost },
    next: b.next,
  }
}

export function mostChanged(effects: readonly IdentityEffect[]): IdentityEffect[] {
  const name = (effect: IdentityEffect) => effect.identity?.name ?? ''
  return effects.toSorted((a, b) => b.changed - a.changed || (name(a) < name(b) ? -1 : 1)).slice(0, listedEffects)
}

export function sumChecks(effects: readonly CheckEffect[]): CheckEffect[] {
  const summed = new Map<string, CheckEffect>()
  for (const { checkId, title, begin, cease, other } of effects) {
    const so = summed.get(checkId) ?? { begin: 0, cease: 0, other: 0 }
    const sum = { begin: so.begin + begin, cease: so.cease + cease, other: so.other + other }
    summed.set(checkId, { checkId, title, ...sum })
  }
  const all = ({ begin, cease, other }: CheckEffect) => begin + cease + other
  return [...summed.values()].toSorted((a, b) => all(b) - all(a) || (a.checkId < b.checkId ? -1 : 1))
}

export function sumMoves(moves: PolicyEffects['ladder']): PolicyEffects['ladder'] {
  const summed = new Map<string, PolicyEffects['ladder'][number]>()
  for (const { rung, from, to, identities } of moves) {
    const key = `${rung} ${from} ${to}`
    summed.set(key, { rung, from, to, identities: (summed.get(key)?.identities ?? 0) + identities })
  }
  return [...summed.values()]
}
