/** Lengths of time as people enter them: a number and a unit. */
export const durationUnits = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const

export type DurationUnit = keyof typeof durationUnits

export const durationUnitNames = ['seconds', 'minutes', 'hours', 'days'] as const satisfies readonly DurationUnit[]

/** In the largest unit that leaves a whole number. */
export function splitSeconds(seconds: number): { readonly amount: number; readonly unit: DurationUnit } {
  const unit = durationUnitNames.findLast(
    (name) => seconds >= durationUnits[name] && seconds % durationUnits[name] === 0,
  )
  return unit ? { amount: seconds / durationUnits[unit], unit } : { amount: seconds, unit: 'seconds' }
}

/** Seconds of an entered number and unit, in whole seconds; null where either can't be read. */
export function secondsOf(amount: string, unit: string): number | null {
  const known = durationUnitNames.find((name) => name === unit)
  if (!known || !/^\d{1,12}(\.\d{1,6})?$/.test(amount.trim())) return null
  return Math.round(Number(amount) * durationUnits[known])
}
