import type { EffectivePolicy, Policy } from '#lib/checks/policy.ts'
import { exactDuration } from '#lib/core/exact-duration.ts'
import { severities } from '#lib/core/severity.ts'
import type { PolicyField, PolicyKey } from './policy-fields.ts'

export type PolicySource = 'identity' | 'environment' | 'default'

/** Who says what counts for one rule. */
export function policySource(key: PolicyKey, own: Policy, environment: Policy | null): PolicySource {
  if (own[key] !== undefined) return 'identity'
  return environment?.[key] === undefined ? 'default' : 'environment'
}

type PolicyValue = Policy[PolicyKey] | EffectivePolicy[PolicyKey]

/** A list that is said to be empty: nothing is allowed, where an empty field says nothing. */
export const emptyList = '-'

/** The value as the form takes it back, to the last second; empty where there is none. */
export function policyText(field: PolicyField, value: PolicyValue): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number')
    return field.kind === 'percent' ? String(Number((value * 100).toPrecision(12))) : exactDuration(value)
  if (Array.isArray(value)) return value.length === 0 ? emptyList : value.join('\n')
  const lines = Object.entries(value).map(([key, entry]) => `${key}: ${entry ?? 'none'}`)
  return field.kind === 'due-days' ? lines.sort(bySeverity).join('\n') : lines.sort().join('\n')
}

function bySeverity(a: string, b: string): number {
  const place = (line: string) => severities.findIndex((severity) => line.startsWith(`${severity}:`))
  return place(b) - place(a)
}

/** The value as people read it in one line; what holds where nobody says anything, in words. */
export function policyWords(field: PolicyField, value: PolicyValue, most = 5): string {
  const text = policyText(field, value)
  if (text === '' || (text === emptyList && field.unset === 'only its own')) return field.unset
  if (text === emptyList) return 'none at all'
  if (field.kind === 'choice') return field.options.find((option) => option.value === text)?.label ?? text
  if (field.kind === 'percent') return `${Math.round(Number(text) * 10) / 10} % of life left`
  if (text === 'learned') return 'by its own rhythm'
  if (field.kind === 'duration' || field.kind === 'rhythm') return text
  const lines = text.split('\n')
  const items = field.kind === 'due-days' ? lines.map((line) => line.replace(/\d+$/, '$& d')) : lines
  return `${items.slice(0, most).join(', ')}${items.length > most ? ` and ${items.length - most} more` : ''}`
}
