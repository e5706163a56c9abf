import type { ChainCertificate } from './chain-certificate.ts'
import type { ComparableGeneralName } from './general-names.ts'
import { isWithin, mayReach, type NameConstraints } from './name-constraints.ts'
import type { PathReason } from './reasons.ts'

/** Comparisons of names with subtrees in one path; beyond it nobody knows (2^20, as other validators have it). */
export const maxComparisons = 2 ** 20

/** The subtrees of the certificates so far, RFC 5280 6.1.2 (b) and (c): each level of `permitted` has to be met. */
export class ConstraintState {
  readonly #permitted: ReadonlyMap<string, readonly ComparableGeneralName[]>[] = []
  readonly #excluded = new Map<string, ComparableGeneralName[]>()
  #comparisons = 0

  add({ permitted, excluded }: NameConstraints): void {
    if (permitted.length > 0) this.#permitted.push(Map.groupBy(permitted, formOf))
    for (const base of excluded) {
      const form = formOf(base)
      const list = this.#excluded.get(form) ?? []
      list.push(base)
      this.#excluded.set(form, list)
    }
  }

  /** RFC 5280 6.1.3 (b) and (c). Null where all names are allowed. */
  fault(certificate: ChainCertificate): { reason: PathReason; detail: string } | null {
    if (this.#permitted.length === 0 && this.#excluded.size === 0) return null
    for (const [form, names] of Map.groupBy(namesOf(certificate), formOf)) {
      const excluded = this.#excluded.get(form) ?? []
      const permitted = this.#permitted.flatMap((level) => level.get(form) ?? [])
      if (excluded.length === 0 && permitted.length === 0) continue
      if (form.startsWith('other'))
        return { reason: 'unsupported-name-constraint', detail: `a constraint on names of the form ${form}` }
      this.#comparisons += names.length * (excluded.length + permitted.length)
      if (this.#comparisons > maxComparisons)
        return { reason: 'budget-exhausted', detail: `more than ${maxComparisons} comparisons of names` }
      for (const name of names) {
        const fault = this.#nameFault(name, form, excluded)
        if (fault) return fault
      }
    }
    return null
  }

  #nameFault(name: ComparableGeneralName, form: string, excluded: readonly ComparableGeneralName[]) {
    if (excluded.some((base) => mayReach(name, base)))
      return { reason: 'name-excluded', detail: `${describe(name)} lies in an excluded subtree` } as const
    const outside = this.#permitted.some((level) => {
      const bases = level.get(form)
      return bases !== undefined && !bases.some((base) => isWithin(name, base))
    })
    return outside
      ? ({ reason: 'name-not-permitted', detail: `${describe(name)} lies in no permitted subtree` } as const)
      : null
  }
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
