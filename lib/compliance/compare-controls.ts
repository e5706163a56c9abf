import type { ControlStatus } from './assess.ts'
import { frameworkTitle } from './report-frameworks.ts'
import type { ReportControl, ReportFramework, ReportSummary } from './report-snapshot.ts'

/** What became of a control. Between partly assessed and satisfied nothing failed: something is known now, or unknown. */
export const controlChanges = [
  'worse',
  'better',
  'unknown-now',
  'known-now',
  'same',
  'new-control',
  'gone-control',
] as const

export type ControlChange = (typeof controlChanges)[number]

export interface ComparedControl {
  readonly control: ReportControl['control']
  readonly change: ControlChange
  /** Null where that report does not have it. */
  readonly before: ControlStatus | null
  readonly after: ControlStatus | null
}

export interface ComparedFramework {
  readonly id: string
  readonly title: string
  readonly totals: Readonly<Record<ControlChange, number>>
  readonly controls: readonly ComparedControl[]
}

/** Frameworks that both reports have, in the later one's order, with every control of either. */
export function compareFrameworks(before: ReportSummary, after: ReportSummary): ComparedFramework[] {
  return after.frameworks.flatMap((later) => {
    const earlier = before.frameworks.find(({ id }) => id === later.id)
    return earlier === undefined ? [] : [compareFramework(earlier, later)]
  })
}

function compareFramework(before: ReportFramework, after: ReportFramework): ComparedFramework {
  const earlier = new Map(before.controls.map((one) => [one.control.id, one]))
  const later = new Set(after.controls.map(({ control }) => control.id))
  const controls = [
    ...after.controls.map((one) => compareControl(earlier.get(one.control.id), one)),
    ...before.controls.filter(({ control }) => !later.has(control.id)).map((one) => compareControl(one, undefined)),
  ].flatMap((compared) => compared ?? [])
  const totals = { worse: 0, better: 0, 'unknown-now': 0, 'known-now': 0, same: 0, 'new-control': 0, 'gone-control': 0 }
  for (const { change } of controls) totals[change] += 1
  return { id: after.id, title: frameworkTitle(after), totals, controls }
}

function compareControl(before: ReportControl | undefined, after: ReportControl | undefined): ComparedControl | null {
  const control = (after ?? before)?.control
  if (control === undefined) return null
  const [earlier, later] = [before?.status ?? null, after?.status ?? null]
  return { control, change: controlChange(earlier, later), before: earlier, after: later }
}

function controlChange(before: ControlStatus | null, after: ControlStatus | null): ControlChange {
  if (before === after) return 'same'
  if (before === null) return 'new-control'
  if (after === null) return 'gone-control'
  if (after === 'not-assessed') return 'unknown-now'
  if (before === 'not-assessed') return 'known-now'
  if (after === 'not-satisfied') return 'worse'
  if (before === 'not-satisfied') return 'better'
  return after === 'satisfied' ? 'known-now' : 'unknown-now'
}
