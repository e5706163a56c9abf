import { z } from 'zod'
import { exportFormatNames } from '#lib/export/formats/index.ts'

/** An entity's filter with `format`, for its export route; `cursor` and `limit` place a page and mean nothing here. */
export function exportQuery<Shape extends z.ZodRawShape>(filter: z.ZodObject<Shape>) {
  return filter.extend({ format: z.enum(exportFormatNames).meta({ title: 'Format' }) })
}
