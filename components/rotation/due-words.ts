import type { RotationBasis } from '#lib/checks/rotation-due.ts'
import type { DueState } from '#lib/data/reports/due-rotations.ts'
import type { Tone } from '../charts/tone.ts'

export const dueWords: Readonly<Record<DueState, string>> = { missed: 'Missed', overdue: 'Overdue', due: 'Due' }

export const dueNotes: Readonly<Record<DueState, string>> = {
  missed: 'expired and still served',
  overdue: 'older than policy, rhythm or lifetime allow',
  due: 'within the next 90 days',
}

export const dueTones: Readonly<Record<DueState, Tone>> = { missed: 'critical', overdue: 'high', due: 'accent' }

export const basisWords: Readonly<Record<RotationBasis, string>> = {
  policy: 'the policy’s interval',
  rhythm: 'its own rhythm',
  'share of life': 'the urgent share of its life',
}
