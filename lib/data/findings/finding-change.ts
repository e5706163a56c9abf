import { z } from 'zod'

export const maxReasonLength = 2000

const text = z.string().trim().min(1, 'say why').max(maxReasonLength)
const note = z
  .string()
  .trim()
  .max(maxReasonLength)
  .optional()
  .transform((value) => value || undefined)

/** What people do with findings. `until`: an instant with a zone, or a day (its first instant in UTC). */
export const findingChange = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('acknowledge'), note }),
  z.strictObject({
    action: z.literal('accept'),
    until: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).transform((value) => new Date(value)),
    reason: text,
  }),
  z.strictObject({ action: z.literal('false-positive'), reason: text }),
  z.strictObject({ action: z.literal('reopen'), note }),
  z.strictObject({ action: z.literal('assign'), assigneeId: z.string().min(1).max(100).nullable() }),
  z.strictObject({ action: z.literal('comment'), text }),
])

export type FindingChange = z.output<typeof findingChange>
