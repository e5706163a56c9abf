import { z } from 'zod'

export const maxReasonLength = 2000

const text = z.string().trim().min(1, 'say why').max(maxReasonLength)
const note = z
  .string()
  .trim()
  .max(maxReasonLength)
  .optional()
  .transform((value) => value || undefined)

/**
 * What people do with findings. `until`: an instant with a zone, or a day (its first instant in UTC). `approve` and
 * `decline` answer an acceptance that was proposed. `mentions`: ids of users, beside those that the text names (`@Ada`).
 */
export const findingChange = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('acknowledge'), note }),
  z.strictObject({
    action: z.literal('accept'),
    until: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).transform((value) => new Date(value)),
    reason: text,
  }),
  z.strictObject({ action: z.literal('approve'), note }),
  z.strictObject({ action: z.literal('decline'), reason: text }),
  z.strictObject({ action: z.literal('false-positive'), reason: text }),
  z.strictObject({ action: z.literal('reopen'), note }),
  z.strictObject({ action: z.literal('assign'), assigneeId: z.string().min(1).max(100).nullable() }),
  z.strictObject({
    action: z.literal('comment'),
    text,
    mentions: z.array(z.string().min(1).max(100)).max(50).optional(),
  }),
])

export type FindingChange = z.output<typeof findingChange>
