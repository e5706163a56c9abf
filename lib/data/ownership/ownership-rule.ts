import { z } from 'zod'

/** A rule as it can be saved; its place in the list is its position. */
export const ownershipRuleInput = z.strictObject({
  id: z.uuid().optional(),
  namePattern: z
    .string()
    .trim()
    .min(1)
    .max(2048)
    .regex(/^[\x21-\x7e]+$/, 'no spaces and no control characters'),
  environmentId: z.uuid().nullish().describe('Null: in any environment'),
  owner: z.string().trim().min(1).max(200),
  assigneeId: z.string().min(1).max(100).nullish().describe('To whom new findings are assigned; null: to nobody'),
})

export interface OwnershipRule {
  readonly id: string
  /**
   * A glob over the identity's name: `*` stands for any characters within one label, or one segment of a SPIFFE ID;
   * `**` for any characters.
   */
  readonly namePattern: string
  readonly environmentId: string | null
  readonly owner: string
  readonly assigneeId: string | null
}
