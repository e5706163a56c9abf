import { z } from 'zod'
import { policySchema } from '#lib/checks/policy.ts'

/** An environment as a whole; `policy` replaces what was there. */
export const environmentFields = z.strictObject({
  name: z.string().trim().min(1, 'A name is wanted.').max(100, 'At most 100 characters are possible.'),
  production: z.boolean(),
  /** Null: what is not said otherwise answers to the default store. */
  trustStoreId: z.guid('This is no trust store.').nullable(),
  policy: policySchema.refine(
    ({ expiryWarnShare = 1 / 3, expiryUrgentShare = 0.1 }) => expiryUrgentShare <= expiryWarnShare,
    { path: ['expiryUrgentShare'], message: 'Urgent can’t begin before the warning does.' },
  ),
})
