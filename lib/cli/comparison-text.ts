import { printable } from '#lib/scan/printable.ts'
import type { PlacedChanges, PlacedComparison } from './report-place.ts'

type Change = PlacedChanges['rows'][number]

/** A comparison for a terminal: the answer with its reasons, numbers, and the first of what makes the answer. */
export function comparisonText(compared: PlacedComparison, named: readonly Change[]): string {
  const { answer, because, before, after, differences, verdicts, findings, frameworks } = compared
  const lines = [
    answer.toUpperCase(),
    ...because.map((reason) => `  ${reason}`),
    `  from ${headText(before)}`,
    `  to   ${headText(after)}`,
    ...differences.map((line) => `  ! ${printable(line, 500)}`),
    `judgements: ${numbersText(verdicts)}`,
    `findings: ${numbersText(findings)}`,
    ...frameworks.map(({ title, totals }) => `${printable(title, 100)}: ${numbersText(totals)}`),
    ...named.map(changeText),
  ]
  return `${lines.join('\n')}\n`
}

function headText({ id, name, asOf }: PlacedComparison['before']): string {
  return `${id}, as of ${asOf}, ${printable(name, 200)}`
}

function numbersText(numbers: Readonly<Record<string, number>>): string {
  const some = Object.entries(numbers).filter(([, count]) => count > 0)
  return some.length === 0 ? 'none' : some.map(([word, count]) => `${count} ${word}`).join(', ')
}

function changeText({ checkId, subjectName, verdict, finding, before, after }: Change): string {
  const became = [verdict, finding === null ? null : `finding ${finding}`].filter((word) => word !== null).join(', ')
  return `  ${checkId}  ${printable(subjectName, 200)}  ${standingText(before)} -> ${standingText(after)}  (${became})`
}

function standingText(standing: Change['before']): string {
  if (standing === null || standing.outcome === null) return '-'
  return standing.severity === null ? standing.outcome : `${standing.outcome} ${standing.severity}`
}
