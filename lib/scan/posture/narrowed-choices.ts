import { heard } from './heard-groups.ts'
import type { ListName, ListProbe, ProbeLists } from './list-probe.ts'
import { authenticationOf, isEcdhe, isSigned, signerOf } from './suite-traits.ts'
import type { Lists } from './version-offer.ts'

const none: ReadonlySet<ListName> = new Set()

interface NarrowedChoice {
  readonly suite: number
  readonly asked: Lists
  /** The server may not have read all groups. */
  readonly unheard: boolean
}

/** Where `suite` was chosen, `other` could have been, however narrow the lists of groups and schemes were. */
export function needsNoMore(other: number, suite: number): boolean {
  if (isEcdhe(other) && !isEcdhe(suite)) return false
  return !isSigned(other) || (isSigned(suite) && authenticationOf(other) === authenticationOf(suite))
}

/** Choices of suites in hellos whose groups or schemes were narrowed, so that others may have been out of the question. */
export class NarrowedChoices {
  readonly #choices: NarrowedChoice[] = []
  #forgotten = false

  add(choice: NarrowedChoice): void {
    this.#choices.push(choice)
  }

  /** What was chosen up to now tells no order. */
  forget(): void {
    this.#forgotten = true
  }

  /** Something that was found later could have stood before one of the choices, had the lists been whole. */
  orderInDoubt(probe: ListProbe): boolean {
    const { lists, evidence } = probe
    const { accepted } = lists.suites
    if (this.#forgotten) return true
    return this.#choices.some(({ suite, asked, unheard }) => {
      const still = unheard && !heard(probe, asked, { risks: none })
      const later = accepted.slice(accepted.indexOf(suite) + 1).filter((other) => asked.suites.includes(other))
      return later.some(
        (other) =>
          !needsNoMore(other, suite) && (still || !wasPossible(other, asked, lists, evidence.certificateCurve)),
      )
    })
  }
}

function wasPossible(suite: number, asked: Lists, { groups, schemes }: ProbeLists, curve: number | null): boolean {
  const signer = authenticationOf(suite)
  if (isEcdhe(suite) && !groups.accepted.some((id) => asked.groups.includes(id))) return false
  if (!isSigned(suite)) return true
  if (signer === 'ecdsa' && curve !== null && !asked.groups.includes(curve)) return false
  // Before TLS 1.2 nothing names a scheme.
  return (
    asked.schemes.length === 0 || schemes.accepted.some((id) => signerOf(id) === signer && asked.schemes.includes(id))
  )
}
