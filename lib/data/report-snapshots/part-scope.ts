import type { ComplianceScope } from '../compliance/filter.ts'
import { scopeConditions, verdictConditions, verdictTables } from '../compliance/verdict-conditions.ts'
import { type Parameters, parameters } from '../parameters.ts'

/** What the parts of one report are read of. */
export interface PartScope {
  /** Checks that speak to a control of the report. */
  readonly checkIds: readonly string[]
  readonly scope: ComplianceScope
}

/** Distinct sets of observations on which the verdicts rest: those of one subject mostly share theirs. */
export function observationSets({ checkIds, scope }: PartScope, values: Parameters): string {
  const { where } = verdictConditions(checkIds, scope, values)
  return `SELECT DISTINCT v.observation_ids AS ids FROM ${verdictTables} WHERE ${where}`
}

/** Ids of the observations that verdicts rest on, and of the newest of each address in scope. */
export function observationsInScope(part: PartScope): { readonly sql: string; readonly values: Parameters } {
  const values = parameters()
  const sets = observationSets(part, values)
  const places = ['e.enabled', 'a.gone_at IS NULL', ...scopeConditions(part.scope, values)].join(' AND ')
  const sql = `SELECT unnest(s.ids) FROM (${sets}) s
    UNION SELECT a.latest_observation_id FROM address a JOIN endpoint e ON e.id = a.endpoint_id
      LEFT JOIN identity i ON i.id = e.identity_id LEFT JOIN environment env ON env.id = i.environment_id WHERE ${places}`
  return { sql, values }
}
