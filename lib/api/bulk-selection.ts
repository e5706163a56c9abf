import { z } from 'zod'
import { countBound } from '#lib/core/page.ts'

/** What a list's page sends with a bulk action: rows that were marked, or all that match the query of its URL. */
export const bulkSelection = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ids'), ids: z.array(z.guid()).min(1).max(countBound) }),
  z.strictObject({ kind: z.literal('all'), query: z.string().max(4000) }),
])
