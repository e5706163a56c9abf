import type { ControlStatus } from '#lib/compliance/assess.ts'
import type { FindingRow } from '#lib/compliance/report-snapshot.ts'
import type { Severity } from '#lib/core/severity.ts'

/** Paths on a grid of 12 by 12. A mark is told by its shape and its word; colour comes last. */
export const severityShapes: Readonly<Record<Severity, string>> = {
  critical: 'M3.6 0h4.8L12 3.6v4.8L8.4 12H3.6L0 8.4V3.6z',
  high: 'M6 .6 12 11.4H0z',
  medium: 'M6 0 12 6 6 12 0 6z',
  low: 'M6 .8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 1 1 6 .8z',
  info: 'M1 4.5h10v3H1z',
}

export const shieldShape = 'M6 .8 10.6 2.4v3.4c0 2.7-1.9 4.5-4.6 5.4C3.3 10.3 1.4 8.5 1.4 5.8V2.4z'

/** Drawn in lines within the shield. */
export const controlStatusShapes: Readonly<Record<ControlStatus, string>> = {
  satisfied: 'M3.9 6 5.4 7.5 8.1 4.5',
  'not-satisfied': 'M4.2 4.2 7.8 7.8M7.8 4.2 4.2 7.8',
  'partly-assessed': 'M6 2.4V9.8',
  'not-assessed': 'M4.4 6H7.6',
}

export const ringShape = 'M6 1.2a4.8 4.8 0 1 1 0 9.6A4.8 4.8 0 1 1 6 1.2z'

export const findingStatusShapes: Readonly<Record<FindingRow['status'], string>> = {
  open: 'M6 3.6V8.4M3.6 6H8.4',
  acknowledged: 'M3.9 6 5.4 7.5 8.1 4.5',
  accepted: 'M6 3.2V6L8 7.4',
  'false-positive': 'M2.7 9.3 9.3 2.7',
}
