/**
 * A fact as a probe left it. `failed` means that it was tried and not learned (a timeout is never "not supported");
 * `skipped` that it was not tried. Reasons are short machine-readable words with hyphens.
 */
export type Observed<T> =
  | { readonly status: 'observed'; readonly value: T }
  | { readonly status: 'failed'; readonly reason: string; readonly detail?: string }
  | { readonly status: 'skipped'; readonly reason: string }

export function observed<T>(value: T): Observed<T> {
  return { status: 'observed', value }
}

export function failed<T>(reason: string, detail?: string): Observed<T> {
  return detail === undefined ? { status: 'failed', reason } : { status: 'failed', reason, detail }
}

export function skipped<T>(reason: string): Observed<T> {
  return { status: 'skipped', reason }
}

/** The value where it was observed, else null. */
export function valueOf<T>(fact: Observed<T>): T | null {
  return fact.status === 'observed' ? fact.value : null
}
