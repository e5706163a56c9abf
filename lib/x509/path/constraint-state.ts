import type { ChainCertificate } from './chain-certificate.ts'
import type { ComparableGeneralName } from './general-names.ts'
import { isUnderstood, type NameConstraints } from './name-constraints.ts'
import type { PathReason } from './reasons.ts'
import { Subtrees } from './subtrees.ts'

/** Names times subtrees in one path; beyond it nobody knows (2^20, as other validators have it). */
export const maxComparisons = 2 ** 20

/** The subtrees of the certificates so far, RFC 5280 6.1.2 (b) and (c): each level of `permitted` has to be met. */
export class ConstraintState {
  readonly #permitted: ByForm[] = []
  readonly #excluded: ByForm[] = []
  #comparisons = 0

  add(constraints: NameConstraints): void {
    const { permitted, excluded } = levelsOf(constraints)
    if (permitted.size > 0) this.#permitted.push(permitted)
    if (excluded.size > 0) this.#excluded.push(excluded)
  }

  /** RFC 5280 6.1.3 (b) and (c). Null where all names are allowed. */
  fault(certificate: ChainCertificate): { reason: PathReason; detail: string } | null {
    if (this.#permitted.length === 0 && this.#excluded.length === 0) return null
    for (const [form, names] of Map.groupBy(namesOf(certificate), formOf)) {
      const excluded = this.#excluded.flatMap((level) => level.get(form) ?? [])
      const permitted = this.#permitted.flatMap((level) => level.get(form) ?? [])
      const levels = [...excluded, ...permitted]
      this.#comparisons += levels.reduce((sum, { size }) => sum + size * names.length, 0)
      if (this.#comparisons > maxComparisons)
        return { reason: 'budget-exhausted', detail: `more than ${maxComparisons} comparisons of names` }
      if (!levels.every(({ understood }) => understood))
        return { reason: 'unsupported-name-constraint', detail: `a constraint on names of the form ${form}` }
      for (const name of names) {
        if (excluded.some(({ subtrees }) => subtrees.mayReach(name)))
          return { reason: 'name-excluded', detail: `${describe(name)} lies in an excluded subtree` }
        if (!permitted.every(({ subtrees }) => subtrees.cover(name)))
          return { reason: 'name-not-permitted', detail: `${describe(name)} lies in no permitted subtree` }
      }
    }
    return null
  }
}

/** Subtrees of one form in one certificate; they are arranged when the first name asks. */
class Level {
  readonly #bases: readonly ComparableGeneralName[]
  #understood: boolean | null = null
  #subtrees: Subtrees | null = null

  constructor(bases: readonly ComparableGeneralName[]) {
    this.#bases = bases
  }

  get size(): number {
    return this.#bases.length
  }

  /** That the bases say what they cover, all of them. */
  get understood(): boolean {
    this.#understood ??= this.#bases.every(isUnderstood)
    return this.#understood
  }

  get subtrees(): Subtrees {
    this.#subtrees ??= new Subtrees(this.#bases)
    return this.#subtrees
  }
}

type ByForm = ReadonlyMap<string, Level>

/** One CA stands in many paths. */
const known = new WeakMap<NameConstraints, { readonly permitted: ByForm; readonly excluded: ByForm }>()

function levelsOf(constraints: NameConstraints) {
  const levels = known.get(constraints) ?? {
    permitted: byForm(constraints.permitted),
    excluded: byForm(constraints.excluded),
  }
  known.set(constraints, levels)
  return levels
}

function byForm(bases: readonly ComparableGeneralName[]): ByForm {
  return new Map([...Map.groupBy(bases, formOf)].map(([form, group]) => [form, new Level(group)]))
}

/** The subject counts as a directory name, and its mail addresses where no alternative name stands in for them. */
function namesOf({ subject, subjectAltNames }: ChainCertificate): ComparableGeneralName[] {
  const names: ComparableGeneralName[] = [...(subjectAltNames ?? [])]
  if (subject.rdns.length > 0) names.push({ kind: 'directory', name: subject })
  if (subjectAltNames === null) names.push(...subject.emails.map((value) => ({ kind: 'email', value }) as const))
  return names
}

function formOf(name: ComparableGeneralName): string {
  return name.kind === 'other' ? `other ${name.form}` : name.kind
}

function describe(name: ComparableGeneralName): string {
  if (name.kind === 'directory') return `the name ${name.name.key}`
  if (name.kind === 'ip') return `the address ${[...name.octets].join('.')}`
  return `the ${name.kind} name ${JSON.stringify(name.value)}`
}
