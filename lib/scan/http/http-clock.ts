import type { ClockReading } from '#lib/tls/http-fact.ts'
import { rightSeconds } from '../clock-skew.ts'
import type { HeaderField } from './hpack.ts'

/** An answer that may have been kept by somebody bears the date of the day on which it was made. */
const keptBySomebody: ReadonlySet<string> = new Set(['age', 'via', 'x-cache'])

/** The clock of a server by its Date (RFC 9110 6.6.1). */
export function httpClock(fields: readonly HeaderField[], nowMs: number): ClockReading {
  const date = Date.parse(fields.find(({ name }) => name === 'date')?.value?.trim() ?? '')
  if (Number.isNaN(date)) return 'not-told'
  if (Math.abs(date - nowMs) <= 1000 * rightSeconds) return 'right'
  return fields.some(({ name }) => name !== null && keptBySomebody.has(name)) ? 'not-told' : 'wrong'
}
