/** What one scanner says of one server: facts by name, each a list of words. A fact that it does not report is absent. */
export type Sightings = ReadonlyMap<string, readonly string[]>

/** How a scanner was run, or why it could not be. */
export type Scan =
  | { readonly status: 'seen'; readonly sightings: Sightings }
  | { readonly status: 'unable'; readonly reason: string }

/** Who saw something; all but `countersign` are other people's programs. */
export const tools = ['sslscan', 'nmap', 'testssl'] as const

export type Tool = (typeof tools)[number]

/** Collects sightings; words of one fact keep the order in which they came, and each stands once. */
export class Notes {
  readonly #facts = new Map<string, string[]>()

  /** The fact is reported, be it of nothing. */
  add(fact: string, ...words: readonly string[]): this {
    const known = this.#facts.get(fact) ?? []
    this.#facts.set(fact, known)
    for (const word of words) if (!known.includes(word)) known.push(word)
    return this
  }

  /** A fact of yes or no. */
  flag(fact: string, value: boolean): this {
    return this.add(fact, value ? 'yes' : 'no')
  }

  get sightings(): Sightings {
    return this.#facts
  }
}
