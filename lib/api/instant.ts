import { z } from 'zod'

/** A `Date` from lib/data, written as ISO 8601 in UTC. For response schemas. */
export const instant = z
  .date()
  .transform((at) => at.toISOString())
  .pipe(z.iso.datetime())
