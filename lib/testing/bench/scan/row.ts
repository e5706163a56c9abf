/** One line of the table. */
export interface Row {
  readonly what: string
  /** Null: could not be measured, and `note` says why. */
  readonly value: number | null
  readonly unit: string
  readonly target?: { readonly least: number } | { readonly most: number }
  readonly note?: string
}

const perCpuSecond = 'endpoints per CPU second'

export function rate(what: string, endpoints: number, cpuSeconds: number | null, target?: Row['target']): Row {
  return {
    what,
    value: cpuSeconds === null ? null : endpoints / cpuSeconds,
    unit: perCpuSecond,
    ...(target && { target }),
    ...(cpuSeconds === null && { note: 'absent' }),
  }
}

/** How many times faster ours is. */
export function times(ours: Row, other: Row, least: number): Row {
  const value = ours.value === null || other.value === null ? null : ours.value / other.value
  return {
    what: `  ours, times ${other.what}`,
    value,
    unit: '×',
    target: { least },
    ...(value === null && { note: 'absent' }),
  }
}

export function verdict({ value, target }: Row): string {
  if (!target || value === null) return ''
  const reached = 'least' in target ? value >= target.least : value <= target.most
  return reached ? 'reached' : 'below'
}

export function tableRow(row: Row): Record<string, string> {
  const { what, value, unit, target, note = '' } = row
  const bound = target && ('least' in target ? `≥ ${target.least}` : `≤ ${target.most}`)
  const digits = value !== null && Math.abs(value) < 10 ? 2 : 0
  const shown = value === null ? '–' : value.toLocaleString('en-US', { maximumFractionDigits: digits })
  return { what, value: shown, unit, target: bound ?? '', verdict: verdict(row), note }
}
