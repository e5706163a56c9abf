import { none } from './findings/filter.ts'
import type { Parameters } from './parameters.ts'

/** That a column holds one of these names; `none` stands for a missing one. */
export function namedCondition(column: string, wanted: readonly string[], values: Parameters): string {
  const isOne = `${column} = ANY (${values.add(wanted.filter((name) => name !== none))}::text[])`
  return wanted.includes(none) ? `(${column} IS NULL OR ${isOne})` : isOne
}
