import type { RotationBasis } from '#lib/checks/rotation-due.ts'
import type { DueState } from '#lib/data/reports/due-rotations.ts'
import type { Tone } from '../charts/tone.ts'

export const worstFirst = ['missed', 'overdue', 'due'] as const satisfies readonly DueState[]

export const dueWords: Readonly<Record<DueState, string>> = { missed: 'Missed', overdue: 'Overdue', due: 'Due' }

export const dueNotes: Readonly<Record<DueState, string>> = {
  missed: 'expired and still served',
  overdue: 'older than policy, rhythm or lifetime allow',
  due: 'within the next 90 days',
}

export const dueTones: Readonly<Record<DueState, Tone>> = { missed: 'critical', overdue: 'high', due: 'accent' }

/** What the day rests on: the policy’s interval, what the identity has shown, or the urgent share of the life. */
export const basisWords: Readonly<Record<RotationBasis, string>> = {
  policy: 'Policy',
  rhythm: 'Own rhythm',
  'share of life': 'Share of life',
}
