import type { ReadinessReason, ReadinessState } from '#lib/checks/rotation-readiness.ts'
import type { Tone } from '../charts/tone.ts'

export const readinessWords: Readonly<Record<ReadinessState, string>> = {
  ready: 'Ready',
  'not-ready': 'Not ready',
  'too-little-history': 'Too little history',
}

export const readinessTones: Readonly<Record<ReadinessState, Tone>> = {
  ready: 'pass',
  'not-ready': 'high',
  'too-little-history': 'unknown',
}

export const reasonWords: Readonly<Record<ReadinessReason, string>> = {
  manual: 'renewed by hand',
  gap: 'rotated too seldom',
  age: 'in use for too long now',
  late: 'came late',
  missed: 'came after the end',
  overdue: 'missed now',
}

export const renewalWords = {
  acme: 'ACME',
  mesh: 'Mesh',
  'workload-api': 'Workload API',
  platform: 'Platform',
  scripted: 'Script',
  manual: 'By hand',
} as const
