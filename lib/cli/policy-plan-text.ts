import { printable } from '#lib/scan/printable.ts'
import type { PrintedPlan } from './policy-place.ts'

/** A plan for a terminal: what changes (or would), rule by rule, and what that does to verdicts. */
export function policyPlanText({ applied, changes, unchanged, effects }: PrintedPlan): string {
  const said = applied ? 'changed' : 'would change'
  const policies = changes.flatMap(({ kind, name, differences, pruned }) => [
    `${kind} ${printable(name)}${pruned ? ' (not in the document)' : ''}`,
    ...differences.map(({ rule, from, to }) => `  ${rule}: ${valueText(from)} -> ${valueText(to)}`),
  ])
  const counts = `${changes.length} ${said}, ${unchanged} unchanged`
  return `${[...policies, counts, ...(effects ? effectLines(effects) : [])].join('\n')}\n`
}

function valueText(value: unknown): string {
  return value === undefined || value === null ? '(not said)' : printable(JSON.stringify(value))
}

function effectLines({ answering, judged, changed, checks, next }: NonNullable<PrintedPlan['effects']>): string[] {
  const left = answering.identities - judged.identities
  return [
    `${changed.verdicts} of ${judged.verdicts} verdicts would change, of ${changed.identities} of ${judged.identities} identities`,
    ...checks.map(
      ({ checkId, begin, cease, other }) =>
        `  ${checkId}: ${begin} begin to fail, ${cease} cease to, ${other} change otherwise`,
    ),
    ...(next === null ? [] : [`${left} identities that answer to these policies were not judged`]),
  ]
}
