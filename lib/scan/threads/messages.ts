import type { Observation, Target } from '#lib/tls/observation.ts'
import type { ObserveOptions } from '../observe-options.ts'
import type { TrustStoreInput } from '../trust-store.ts'

/** How many stores a thread remembers. */
export const storesPerThread = 32

/** What of the options goes to another thread: no functions, and the store by its key. */
export type PlainOptions = Omit<ObserveOptions, 'store' | 'resolve' | 'signal' | 'pacer' | 'observer'>

/** To a thread. A store goes once, before the first question that names it. */
export type Request =
  | { readonly kind: 'store'; readonly key: string; readonly store: TrustStoreInput }
  | {
      readonly kind: 'observe'
      readonly id: number
      readonly target: Target
      readonly ip: string
      readonly options: PlainOptions
      readonly storeKey: string | null
    }
  | { readonly kind: 'abort'; readonly id: number }

/** From a thread: one of each question, in any order. */
export type Reply =
  | { readonly kind: 'observed'; readonly id: number; readonly observation: Observation }
  | { readonly kind: 'threw'; readonly id: number; readonly error: unknown }
