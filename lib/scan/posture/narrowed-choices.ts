import type { ProbeLists } from './list-probe.ts'
import { authenticationOf, isEcdhe, isSigned, signerOf } from './suite-traits.ts'
import type { Lists } from './version-offer.ts'

interface NarrowedChoice {
  readonly suite: number
  readonly asked: Lists
}

/** Where `suite` was chosen, `other` could have been, however narrow the lists of groups and schemes were. */
export function needsNoMore(other: number, suite: number): boolean {
  if (isEcdhe(other) && !isEcdhe(suite)) return false
  return !isSigned(other) || (isSigned(suite) && authenticationOf(other) === authenticationOf(suite))
}

/** Choices of suites in hellos whose groups or schemes were narrowed, so that others may have been out of the question. */
export class NarrowedChoices {
  readonly #choices: NarrowedChoice[] = []

  add(choice: NarrowedChoice): void {
    this.#choices.push(choice)
  }

  /** Something that was found later could have stood before one of the choices, had the lists been whole. */
  orderInDoubt(lists: ProbeLists, certificateCurve: number | null): boolean {
    const { accepted } = lists.suites
    return this.#choices.some(({ suite, asked }) => {
      const later = accepted.slice(accepted.indexOf(suite) + 1).filter((other) => asked.suites.includes(other))
      return later.some((other) => !needsNoMore(other, suite) && !wasPossible(other, asked, lists, certificateCurve))
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
