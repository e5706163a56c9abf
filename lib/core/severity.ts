/** Severities from mildest to worst. */
export const severities = ['info', 'low', 'medium', 'high', 'critical'] as const

export type Severity = (typeof severities)[number]

/** Moves a severity by whole steps, held within the scale. */
export function shiftSeverity(severity: Severity, steps: number): Severity {
  const index = severities.indexOf(severity) + steps
  return severities[Math.max(0, Math.min(severities.length - 1, index))] ?? severity
}

/** Worst first, for sorting. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severities.indexOf(b) - severities.indexOf(a)
}

export function worstSeverity(all: Iterable<Severity>): Severity | null {
  let worst: Severity | null = null
  for (const severity of all) {
    if (worst === null || compareSeverity(severity, worst) < 0) worst = severity
  }
  return worst
}
