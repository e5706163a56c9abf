import { catalogue } from '#lib/checks/catalogue/index.ts'
import { namedCondition } from '../named-condition.ts'
import { parameters } from '../parameters.ts'
import type { VerdictFilter } from './filter.ts'

/** `v` is the verdict, `e` and `i` what it is about. What is no longer scanned or in service is nobody's concern. */
export const verdictTables = `verdict v
  LEFT JOIN endpoint e ON v.subject_kind = 'endpoint' AND e.id = v.subject_id
  LEFT JOIN identity i ON i.id = CASE WHEN v.subject_kind = 'identity' THEN v.subject_id ELSE e.identity_id END
  LEFT JOIN environment env ON env.id = i.environment_id`

const inService = `(e.enabled OR v.subject_kind = 'identity' AND i.id IS NOT NULL) AND i.retired_at IS NULL`

/** What a filter means in SQL, over `verdictTables`. */
export function verdictConditions(filter: Omit<VerdictFilter, 'sort' | 'cursor' | 'limit'>) {
  const values = parameters()
  // The index leads with the check: naming them all lets an outcome be found by it.
  const checks = filter.check ?? (filter.outcome === undefined ? undefined : catalogue.map((check) => check.id))
  const parts = [
    inService,
    ...(checks === undefined ? [] : [`v.check_id = ANY (${values.add(checks)}::text[])`]),
    ...(filter.outcome === undefined
      ? []
      : [`v.outcome = ANY (${values.add(filter.outcome.map((one) => one.replace('-', '_')))}::verdict_outcome[])`]),
    ...(filter.reason === undefined ? [] : [`v.reason = ANY (${values.add(filter.reason)}::text[])`]),
    ...(filter.environment === undefined ? [] : [namedCondition('env.name', filter.environment, values)]),
  ]
  return { where: parts.join(' AND '), values: values.values }
}
