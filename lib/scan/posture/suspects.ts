import { authenticationOf, isChaCha, isEcdhe, isSigned } from './suite-traits.ts'
import type { Lists } from './version-offer.ts'

/** A list that is narrowed beside the suites, as far as it serves suites that one kind of certificate signs for. */
export interface LoneRider {
  readonly name: 'groups' | 'schemes'
  readonly signer: string
}

/** The suite can't be used without anything of this list that serves this kind of certificate. */
export function needs({ name, signer }: LoneRider, suite: number): boolean {
  return (name === 'groups' ? isEcdhe(suite) : isSigned(suite)) && authenticationOf(suite) === signer
}

interface Suspect {
  readonly rider: LoneRider
  readonly lists: Lists
  /** What the server took in place of all that needs the list; null: it took nothing. */
  readonly instead: number | null
}

/**
 * Narrowed suites beside one other narrowed list, of which nothing was taken together. Which of the two was too narrow
 * shows by itself when one of these suites is chosen from a hello with the other list whole: then it was that list.
 */
export class Suspects {
  readonly #asked: LoneRider[] = []
  #waiting: readonly Suspect[] = []

  /** Nothing more is to be learned in this way. */
  isOver({ name, signer }: LoneRider): boolean {
    return this.#asked.some((one) => one.name === name && one.signer === signer)
  }

  close(rider: LoneRider): void {
    this.#asked.push(rider)
  }

  add(rider: LoneRider, lists: Lists, instead: number | null): void {
    this.#asked.push(rider)
    this.#waiting = [...this.#waiting, { rider, lists, instead }]
  }

  /**
   * What is known to be refused, now that this suite was chosen from `asked`, where groups and schemes stand whole. What
   * was taken in place of others has to be beside it again; what may have stood first was not preferred to it.
   */
  refusedBy(suite: number, asked: Lists): readonly Refused[] {
    const told = this.#waiting.filter(({ rider, lists, instead }) => {
      const again = instead === null || (!isChaCha(suite) && asked.suites.includes(instead))
      return again && lists.suites.includes(suite) && needs(rider, suite)
    })
    this.#waiting = this.#waiting.filter((one) => !told.includes(one) && one.instead !== suite)
    return told.map(({ rider, lists }) => ({ ...rider, items: lists[rider.name] }))
  }
}

interface Refused extends LoneRider {
  readonly items: readonly number[]
}
