import { dayMs, hourMs, minuteMs, secondMs } from '#lib/core/time.ts'

const steps = [
  secondMs,
  5 * secondMs,
  15 * secondMs,
  minuteMs,
  5 * minuteMs,
  15 * minuteMs,
  hourMs,
  3 * hourMs,
  6 * hourMs,
  12 * hourMs,
  dayMs,
  2 * dayMs,
  7 * dayMs,
  14 * dayMs,
  30 * dayMs,
  90 * dayMs,
  180 * dayMs,
  365 * dayMs,
] as const

/** Round instants (UTC) within a span, `most` of them at most: of minutes for an hour, of days for a month. */
export function timeTicks(fromMs: number, toMs: number, most = 8): number[] {
  const span = Math.max(1, toMs - fromMs)
  const longest = steps.at(-1) ?? dayMs
  const step = steps.find((one) => span / one <= most - 1) ?? Math.ceil(span / (most - 1) / longest) * longest
  const first = Math.ceil(fromMs / step) * step
  return Array.from({ length: Math.floor((toMs - first) / step) + 1 }, (_, index) => first + index * step)
}

/** An instant in the unit of its axis: seconds, minutes, hours or days (UTC). */
export function timeLabel(atMs: number, spanMs: number): string {
  const iso = new Date(atMs).toISOString()
  if (spanMs > 7 * dayMs) return iso.slice(0, 10)
  if (spanMs > dayMs) return iso.slice(5, 16).replace('T', ' ')
  return spanMs > 10 * minuteMs ? iso.slice(11, 16) : iso.slice(11, 19)
}
