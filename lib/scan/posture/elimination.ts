import type { Accepted } from '#lib/tls/observation.ts'
import { type Choice, preferenceOf, serverOrder, unorderedTo } from './preference.ts'

export interface EliminationOptions<Item> {
  /**
   * Items that some servers take where they stand first: at all (OpenSSL's PrioritizeChaCha), or of those that the
   * server has (Go). Such a choice says nothing of the server's order.
   */
  readonly neverFirst?: (item: Item) => boolean
  /** A server may settle on a kind first, and by an order of its own. */
  readonly kindOf?: (item: Item) => string
  /** No list has more unknown items than this. */
  readonly limit?: number
}

/**
 * All that a server accepts of one list, found by offering again and again what it has not chosen yet. The order of the
 * offer turns with each question, so that the answers also tell whose order decides.
 */
export class Elimination<Item> {
  /** In the order in which they were found. */
  readonly accepted: Item[] = []
  /** Why the rest is not known; null while nothing failed. */
  failure: string | null = null
  readonly #all: readonly Item[]
  /** What is not known yet, in the order of the candidates. */
  #rest: readonly Item[]
  #choices: Choice<Item>[] = []
  readonly #neverFirst: (item: Item) => boolean
  limit: number
  lastChosen: Item | undefined
  readonly #kindOf: (item: Item) => string
  /** What was refused, and may stand first. */
  readonly #refused = new Set<Item>()
  #turned = false
  #orderLost = false
  /** Of so many choices among so many accepted. */
  #known: { readonly basis: number; readonly preference: Accepted<Item>['preference'] } | null = null

  constructor(
    candidates: readonly Item[],
    { neverFirst = () => false, kindOf = () => '', limit = Infinity }: EliminationOptions<Item> = {},
  ) {
    this.#all = candidates
    this.#rest = candidates
    this.#neverFirst = neverFirst
    this.#kindOf = kindOf
    this.limit = limit
  }

  /** There is something left to ask, and nothing went wrong. */
  get open(): boolean {
    return this.#rest.length > 0 && this.failure === null
  }

  get complete(): boolean {
    return this.#rest.length === 0 && this.failure === null
  }

  /** How much is not known yet. */
  get left(): number {
    return this.#rest.length
  }

  isOpen(item: Item): boolean {
    return this.#rest.includes(item)
  }

  someOpen(fits: (item: Item) => boolean): boolean {
    return this.open && this.#rest.some(fits)
  }

  /** What is not known yet, of all or of what fits: a refusal strikes all of it. */
  narrowed(fits?: (item: Item) => boolean): readonly Item[] {
    return this.steady(this.#turn(fits ? this.#rest.filter(fits) : this.#rest))
  }

  /** What is not known yet, and then what is, the last found first: it puts nothing at risk. */
  whole(): readonly Item[] {
    return this.steady(this.#turn(this.#rest).concat(this.accepted.toReversed()))
  }

  /** The same, with what is not known in the order of the candidates or the other way round, whatever was asked before. */
  wholeFrom(end: 'first' | 'last'): readonly Item[] {
    const rest = end === 'first' ? this.#rest : this.#rest.toReversed()
    return this.steady([...rest.slice(0, this.limit), ...this.accepted.toReversed()])
  }

  /** All that there is, what is known to be refused last: where something else may need it. */
  everything(): readonly Item[] {
    const whole = this.whole()
    return whole.length < this.#all.length ? [...whole, ...this.#all.filter((item) => !whole.includes(item))] : whole
  }

  /** Some of what is accepted, the last found first, so that an answer tells whose order decides. */
  known(fits: (item: Item) => boolean = () => true): readonly Item[] {
    return this.steady(this.accepted.filter(fits).toReversed())
  }

  /**
   * The list with something else in front where its first item may not stand first: one of several that are accepted,
   * else what was refused, so that an answer still tells whose order decides.
   */
  steady(items: readonly Item[]): readonly Item[] {
    const [first] = items
    if (first === undefined || !this.#neverFirst(first)) return items
    const others = items.filter((item) => !this.#neverFirst(item))
    const [accepted, second] = others.filter((item) => this.accepted.includes(item))
    const other = second === undefined ? (this.#refusedFor(first) ?? others[0]) : accepted
    return other === undefined ? items : [other, ...items.filter((item) => item !== other)]
  }

  /** The most that are accepted of one kind and may stand first; all that is where there are no two of any. */
  get comparable(): readonly Item[] {
    const plain = this.accepted.filter((item) => !this.#neverFirst(item))
    const kinds = [...Map.groupBy(plain, this.#kindOf).values()]
    const [most] = kinds.toSorted((left, right) => right.length - left.length)
    return most && most.length > 1 ? most : this.accepted
  }

  /** What stands in no known order to this item of the list. */
  unordered(item: Item): readonly Item[] {
    return unorderedTo(item, this.accepted, this.#telling())
  }

  /** Those that may not stand first, and are accepted. */
  get neverFirst(): readonly Item[] {
    return this.accepted.filter(this.#neverFirst)
  }

  /** What is accepted by other evidence than a choice from a list. */
  admit(item: Item): void {
    if (this.#strike(item)) this.accepted.push(item)
  }

  /**
   * The server's choice from what was offered, as far as nothing else in the hello ruled it out; `list`: all that stood
   * on the list. `foreign` is what was not offered, and proves nothing.
   */
  choose(offered: readonly Item[], chosen: Item, list = offered): 'new' | 'known' | 'foreign' {
    if (!offered.includes(chosen)) return 'foreign'
    this.lastChosen = chosen
    this.#choices.push({ offered, chosen, list })
    if (!this.#strike(chosen)) return 'known'
    this.accepted.push(chosen)
    return 'new'
  }

  /** What is chosen, and can't be used: unlike what is refused it may stand in no list that is to be answered. */
  drop(item: Item): void {
    this.#strike(item)
  }

  /** The server's own word that it accepts nothing of what was offered. */
  refuse(offered: readonly Item[]): void {
    const open = new Set(this.#rest)
    for (const item of offered) if (open.delete(item) && !this.#neverFirst(item)) this.#refused.add(item)
    this.#rest = [...open]
  }

  fail(reason: string): void {
    if (this.#rest.length > 0) this.failure ??= reason
  }

  /** What would have shown the server's order was not answered. */
  loseOrder(): void {
    this.#orderLost = true
  }

  /** What was refused beside something that kept the server from it is not known, and was on no list so far. */
  reopen(fits: (item: Item) => boolean): void {
    const known = new Set([...this.accepted, ...this.#rest])
    const back = new Set(this.#all.filter((item) => fits(item) && !known.has(item)))
    this.#rest = [...this.#rest, ...back]
    this.#choices = this.#choices.map((choice) => ({
      ...choice,
      offered: choice.offered.filter((item) => !back.has(item)),
    }))
  }

  /** Forgets what was chosen from which list, where it turned out not to be comparable. */
  forgetChoices(): void {
    this.#choices.length = 0
    this.#known = null
  }

  get preference(): Accepted<Item>['preference'] {
    const { accepted } = this
    const basis = accepted.length * 65536 + this.#choices.length
    if (this.#known?.basis !== basis) {
      const plain = accepted.filter((item) => !this.#neverFirst(item))
      const preference =
        plain.length > 1
          ? preferenceOf(accepted, this.#telling(), plain, this.#kindOf)
          : preferenceOf(accepted, this.#choices)
      this.#known = { basis, preference }
    }
    return this.#known.preference
  }

  /** Without those that a server may have made because of what stood first, be it that it knows it and can't use it. */
  #telling(): readonly Choice<Item>[] {
    const { accepted } = this
    if (!accepted.some(this.#neverFirst)) return this.#choices
    return this.#choices.filter(({ offered, chosen, list }) => {
      if (!this.#neverFirst(chosen)) return true
      const first = list.find((item) => this.#neverFirst(item) || accepted.includes(item))
      const led = first !== undefined && this.#neverFirst(first)
      return !led || !accepted.some((item) => !this.#neverFirst(item) && offered.includes(item))
    })
  }

  /** In the server's own order where it has one, else in that of the candidates. */
  result(): Accepted<Item> {
    const { accepted, complete } = this
    const known = this.preference
    // Where more may be accepted, one item and some that may not stand first tell no more than one.
    const tells = complete || accepted.length - this.neverFirst.length > 1 || known === 'server'
    const preference = tells && !(known === 'server' && this.#orderLost) ? known : 'unknown'
    if (preference !== 'server') return { accepted: this.inOrder(), preference, complete }
    return { accepted: serverOrder(accepted, this.#telling()) ?? [...accepted], preference, complete }
  }

  /** What is accepted, in the order of the candidates. */
  inOrder(): readonly Item[] {
    return this.accepted.toSorted((left, right) => this.#all.indexOf(left) - this.#all.indexOf(right))
  }

  /** A server may settle on a kind by all items that it knows, be they among those that it takes or not (HAProxy). */
  #refusedFor(first: Item): Item | undefined {
    for (const item of this.#refused) if (this.#kindOf(item) === this.#kindOf(first)) return item
    return undefined
  }

  #strike(item: Item): boolean {
    const at = this.#rest.indexOf(item)
    if (at >= 0) this.#rest = this.#rest.toSpliced(at, 1)
    return at >= 0
  }

  #turn(items: readonly Item[]): readonly Item[] {
    this.#turned = !this.#turned
    const list = this.#turned ? items : items.toReversed()
    return list.length > this.limit ? list.slice(0, this.limit) : list
  }
}
