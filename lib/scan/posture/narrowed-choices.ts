import { authenticationOf, isSigned, signerOf } from './flight-choice.ts'
import type { ProbeLists } from './list-probe.ts'
import type { Lists } from './version-offer.ts'

interface NarrowedChoice {
  readonly suite: number
  readonly asked: Lists
}

/** Whether a hello in which one of two suites could be chosen allows the other one, too, however narrow its other lists are. */
export function sameKind(suite: number, other: number): boolean {
  return !isSigned(suite) || authenticationOf(suite) === authenticationOf(other)
}

/** Choices of suites in hellos whose groups or schemes were narrowed: a certificate of another kind may have been out of them. */
export class NarrowedChoices {
  readonly #choices: NarrowedChoice[] = []

  add(choice: NarrowedChoice): void {
    this.#choices.push(choice)
  }

  /** Something that was found later could have stood before one of the choices, had the lists been whole. */
  orderInDoubt({ suites, schemes }: ProbeLists, certificateCurve: number | null): boolean {
    return this.#choices.some(({ suite, asked }) => {
      const later = suites.accepted.slice(suites.accepted.indexOf(suite) + 1)
      return later.some((other) => {
        if (sameKind(other, suite) || !asked.suites.includes(other)) return false
        const kind = authenticationOf(other)
        const signable = schemes.accepted.some((id) => signerOf(id) === kind && asked.schemes.includes(id))
        const shown = kind !== 'ecdsa' || certificateCurve === null || asked.groups.includes(certificateCurve)
        return !(signable && shown)
      })
    })
  }
}
