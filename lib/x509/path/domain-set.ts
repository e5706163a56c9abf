/** What of a domain is meant: the name itself, all names below it, or both. */
export type DomainPart = 'itself' | 'below' | 'both'

/** Domains; a name is looked up in as many steps as it has labels, however many domains there are. */
export class DomainSet {
  readonly #itself = new Set<string>()
  readonly #below = new Set<string>()
  /** Those that one of the domains has one label more than. */
  readonly #parents = new Set<string>()
  /** Lengths of those in `below`: most suffixes of a name need no look at all. */
  readonly #lengths = new Set<number>()

  /** An empty domain stands for all. */
  add(domain: string, part: DomainPart): void {
    if (part !== 'below') this.#itself.add(domain)
    if (part !== 'itself') {
      this.#below.add(domain)
      this.#lengths.add(domain.length)
    }
    if (domain !== '') this.#parents.add(parentOf(domain))
  }

  covers(name: string): boolean {
    if (this.#itself.has(name) || (name !== '' && this.#below.has(''))) return true
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      if (this.#lengths.has(name.length - dot - 1) && this.#below.has(name.slice(dot + 1))) return true
    }
    return false
  }

  /** Whether some name is covered that has just one label more than `parent`. */
  coversChildOf(parent: string): boolean {
    return this.#parents.has(parent) || this.#below.has(parent) || this.covers(parent)
  }
}

function parentOf(domain: string): string {
  const dot = domain.indexOf('.')
  return dot < 0 ? '' : domain.slice(dot + 1)
}
