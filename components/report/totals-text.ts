import type { ControlStatus } from '#lib/compliance/assess.ts'

/** How much of a framework is not assessed, said plainly. */
export function notAssessedText(
  controls: number,
  totals: Readonly<Record<ControlStatus, number>>,
  withoutChecks: number,
): string {
  const missing = totals['not-assessed']
  if (missing === 0) return `All ${controls} controls were assessed, at least in part.`
  const silent = missing - withoutChecks
  const parts = [
    ...(withoutChecks === 0
      ? []
      : [
          `${withoutChecks} ${withoutChecks === 1 ? 'has' : 'have'} no check, since TLS cannot show ${withoutChecks === 1 ? 'it' : 'them'}`,
        ]),
    ...(silent === 0 ? [] : [`${silent} ${silent === 1 ? 'has' : 'have'} checks that judged nothing in this scope`]),
  ]
  return `${missing} of ${controls} controls ${missing === 1 ? 'is' : 'are'} not assessed: ${parts.join('; ')}.`
}
