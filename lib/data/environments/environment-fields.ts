import { z } from 'zod'
import { policySchema } from '#lib/checks/policy.ts'

/** What is said of an environment; `trustStoreId` and `policy`, where they are left out, stay as they were. */
export const environmentFields = z.strictObject({
  name: z.string().trim().min(1, 'A name is wanted.').max(100, 'At most 100 characters are possible.'),
  production: z.boolean(),
  /** Null: what is not said otherwise answers to the default store. */
  trustStoreId: z.guid('This is no trust store.').nullable().optional(),
  policy: policySchema.optional(),
})
