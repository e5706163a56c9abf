import type { Observation, Target } from '#lib/tls/observation.ts'
import { concurrently } from './concurrently.ts'
import { observe } from './observe.ts'
import type { ObserveOptions } from './observe-options.ts'
import { createPacer, type Pacer } from './pacer.ts'

export interface Plan {
  readonly target: Target
  readonly options: Omit<ObserveOptions, 'signal' | 'pacer'>
}

export interface ObserveManyOptions {
  /** Targets under observation at once. */
  readonly concurrency: number
  /** Shared where several scans run from one place; else a pacer of its own. */
  readonly pacer?: Pacer
  readonly signal?: AbortSignal
}

export interface Observed<Item> {
  readonly item: Item
  readonly observations: readonly Observation[]
  /** A mistake of this program that this item brought to light, so that it has no observation; else null. */
  readonly fault: { readonly error: unknown } | null
}

/**
 * Observes what `plan` says of each item, in bounded memory, and yields each item's observations as they finish.
 * Leaving the loop early ends what is under way. Rejects with AbortError where the signal aborts.
 */
export async function* observeMany<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  plan: (item: Item) => Plan,
  { concurrency, pacer = createPacer(), signal }: ObserveManyOptions,
): AsyncGenerator<Observed<Item>, void, undefined> {
  const left = new AbortController()
  const stop = signal === undefined ? left.signal : AbortSignal.any([left.signal, signal])
  try {
    yield* concurrently(items, concurrency, (item) => {
      const { target, options } = plan(item)
      return observe(target, { ...options, pacer, signal: stop }).then(
        (observations) => ({ item, observations, fault: null }),
        (error: unknown) => {
          if (stop.aborted) throw error
          return { item, observations: [], fault: { error } }
        },
      )
    })
  } finally {
    left.abort()
  }
}
