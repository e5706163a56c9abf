/** Values of one statement; `add` gives the placeholder of a value. */
export interface Parameters {
  readonly values: readonly unknown[]
  add(value: unknown): string
}

export function parameters(): Parameters {
  const values: unknown[] = []
  return { values, add: (value) => `$${values.push(value)}` }
}
