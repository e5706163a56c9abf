import type { RotationBasis, RotationState } from '#lib/checks/rotation-due.ts'
import type { RotationSign } from '#lib/checks/rotation-sign.ts'
import type { Tone } from '../charts/tone.ts'

export const worstFirst = ['missed', 'overdue', 'due', 'on-time'] as const satisfies readonly RotationState[]

export const stateWords: Readonly<Record<RotationState, string>> = {
  missed: 'Missed',
  overdue: 'Overdue',
  due: 'Due',
  'on-time': 'On time',
}

export const stateNotes: Readonly<Record<RotationState, string>> = {
  missed: 'it was due and did not come for a whole interval, or until the end',
  overdue: 'older than policy, rhythm or life allow',
  due: 'its time has come',
  'on-time': 'not due yet',
}

export const stateTones: Readonly<Record<RotationState, Tone>> = {
  missed: 'critical',
  overdue: 'high',
  due: 'accent',
  'on-time': 'pass',
}

/** What the date rests on: the policy’s interval, what the identity has shown, or the shares of the life. */
export const basisWords: Readonly<Record<RotationBasis, string>> = {
  policy: 'Policy',
  rhythm: 'Own rhythm',
  'share of life': 'Share of life',
}

export const signWords: Readonly<Record<RotationSign, string>> = {
  'late-pattern': 'Late pattern',
  'key-kept': 'Key kept',
  'not-served': 'Issued, not served',
  'not-deployed': 'Old one still served',
}

export const signNotes: Readonly<Record<RotationSign, string>> = {
  'late-pattern': 'rotations come late again and again, or later and later',
  'key-kept': 'the newest renewal kept the key',
  'not-served': 'a newer certificate was issued, and nobody serves it',
  'not-deployed': 'replaced, but still served by some address',
}
