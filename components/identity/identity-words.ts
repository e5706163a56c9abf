import type { Rung } from '#lib/checks/contract.ts'
import type { Proven } from '#lib/data/identities/filter.ts'

export const provenWords: Readonly<Record<Proven, string>> = {
  yes: 'Proven',
  no: 'Not proven',
  unknown: 'Not known',
}

export const rungNames: Readonly<Record<Rung, string>> = {
  encrypted: 'Encrypted',
  trusted: 'Trusted',
  bound: 'Bound',
  current: 'Current',
  mutual: 'Mutual',
}

export const kindWords = { dns: 'DNS name', spiffe: 'SPIFFE ID' } as const

export const criticalityWords = { low: 'Low', medium: 'Medium', high: 'High', critical: 'Critical' } as const

/** How an identity came into the inventory. */
export const originWords = { declared: 'Declared', rule: 'By rule', import: 'Imported' } as const

/** Origins of older versions stay readable. */
export function originWord(origin: string): string {
  if (origin === 'declared' || origin === 'rule' || origin === 'import') return originWords[origin]
  return origin
}
