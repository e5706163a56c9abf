import { findCheck } from '#lib/checks/catalogue/index.ts'
import { rungs } from '#lib/checks/contract.ts'
import type { RungStatus } from '#lib/checks/ladder.ts'
import { compareSeverity } from '#lib/core/severity.ts'
import { printable } from '#lib/scan/printable.ts'
import type { Observation, Outcome } from '#lib/tls/observation.ts'
import { evidenceText } from './evidence-text.ts'
import type { JudgedObservation } from './judge-observation.ts'
import { postureLines } from './posture-summary.ts'
import { trustLines } from './trust-text.ts'

const marks: Readonly<Record<RungStatus, string>> = { pass: 'yes', fail: 'NO', not_expected: '-', not_assessed: '?' }
const widths = [34, 18, 22, 8] as const

export const tableHead = `${row(
  ['TARGET', 'ADDRESS', 'OUTCOME', 'VERSION'],
  rungs.map((rung) => rung.toUpperCase()),
)}\n`

/** One row per address, what fails under it. Rows don't wait for one another, so the columns are of fixed width. */
export function tableRow({ observation, verdicts, ladder }: JudgedObservation): string {
  const { target, address, outcome, facts } = observation
  const version = facts.protocol.status === 'observed' ? facts.protocol.value : '?'
  const host = target.host.includes(':') ? `[${target.host}]` : target.host
  const first = row(
    [`${host}:${target.port}`, address ?? '-', outcomeText(outcome), version],
    rungs.map((rung) => marks[ladder.rungs[rung].status]),
  )
  const failures = verdicts
    .flatMap((verdict) => (verdict.severity === null ? [] : [{ ...verdict, severity: verdict.severity }]))
    .toSorted((a, b) => compareSeverity(a.severity, b.severity))
    .flatMap(({ severity, checkId, evidence }) => [
      `    ${severity.padEnd(8)} ${checkId}: ${findCheck(checkId)?.title ?? ''}`.trimEnd(),
      `    ${' '.repeat(8)} ${evidenceText(evidence)}`.trimEnd(),
    ])
  return `${[first, ...trustLines(observation), ...postureLines(observation), ...failures].join('\n')}\n`
}

/** How an attempt ended, in a few words. */
export function outcomeText(outcome: Observation['outcome']): string {
  const detail = detailOf(outcome)
  return detail === null ? outcome.kind : `${outcome.kind} ${printable(detail, 100)}`
}

function detailOf(outcome: Outcome): string | null {
  if ('during' in outcome) return `(${outcome.during})`
  if ('rule' in outcome) return `(${outcome.rule})`
  if ('name' in outcome) return `${outcome.code} ${outcome.name}`
  if ('code' in outcome) return outcome.code
  if ('spoken' in outcome) return `${outcome.spoken} (${outcome.detail})`
  if ('detail' in outcome) return `(${outcome.detail})`
  if (!('reply' in outcome)) return null
  return `${outcome.reason}${outcome.temporary ? ' for now' : ''} (${outcome.reply})`
}

function row(cells: readonly string[], marked: readonly string[]): string {
  const fixed = cells.map((cell, index) => printable(cell, 100).padEnd(widths[index] ?? 0))
  return [...fixed, ...marked.map((mark) => mark.padEnd(9))].join(' ').trimEnd()
}
