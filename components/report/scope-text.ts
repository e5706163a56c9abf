import type { ComplianceScope } from '#lib/data/compliance/filter.ts'

/** A scope in words; `identities` are the names of those that it holds. */
export function scopeText(
  { environment, owner, identity }: ComplianceScope,
  identities: readonly { readonly label: string }[],
): string {
  const name = (value: string, noun: string) => (value === 'none' ? `no ${noun}` : value)
  const parts = [
    ...(environment ? [`environment ${environment.map((value) => name(value, 'environment')).join(' or ')}`] : []),
    ...(owner ? [`owner ${owner.map((value) => name(value, 'owner')).join(' or ')}`] : []),
    ...(identity
      ? [
          identities.length === 0
            ? 'identities that are no longer on record'
            : `identity ${identities.map(({ label }) => label).join(' or ')}`,
        ]
      : []),
  ]
  return parts.length === 0 ? 'The whole estate' : parts.join('; ')
}
