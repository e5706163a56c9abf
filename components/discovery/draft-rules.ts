import type { InputProblem } from '#lib/core/errors.ts'
import type { RuleRow } from '#lib/data/rules/rule.ts'

/** A rule as its fields hold it: what is missing is an empty text. */
export interface DraftRule {
  readonly id: string
  readonly hostPattern: string
  readonly identityName: string
  readonly environmentId: string
  readonly trustStoreId: string
  readonly owner: string
  readonly criticality: RuleRow['criticality']
}

export function toDraft({ environmentId, trustStoreId, owner, ...rule }: RuleRow): DraftRule {
  return { ...rule, environmentId: environmentId ?? '', trustStoreId: trustStoreId ?? '', owner: owner ?? '' }
}

export function newDraft(): DraftRule {
  const blank = { hostPattern: '', identityName: '{host}', environmentId: '', trustStoreId: '', owner: '' }
  return { id: newUuid(), ...blank, criticality: 'medium' }
}

/** `crypto.randomUUID` is there on https and localhost alone. */
export function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** As the API takes it. */
export function toInput({ environmentId, trustStoreId, owner, ...rule }: DraftRule) {
  const [environment, store] = [environmentId || null, trustStoreId || null]
  return { ...rule, environmentId: environment, trustStoreId: store, owner: owner.trim() || null }
}

export function sameRules(a: readonly DraftRule[], b: readonly DraftRule[]): boolean {
  return JSON.stringify(a.map(toInput)) === JSON.stringify(b.map(toInput))
}

/** What is wrong with one field of the rule at `index`. */
export function problemOf(problems: readonly InputProblem[], index: number, field: string): string | undefined {
  return problems.find(({ at }) => at.endsWith(`rules.${index}.${field}`))?.problem
}
