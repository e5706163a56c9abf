import { z } from 'zod'

export const renewalMethods = ['acme', 'mesh', 'workload-api', 'platform', 'scripted', 'manual'] as const
export const keyStorages = ['hsm', 'kms', 'tpm', 'memory', 'file', 'image-or-repository'] as const
export const clientVerifications = ['full', 'chain-only', 'none'] as const

const name = z.string().trim().min(1).max(300)
const instant = z.iso.datetime({ offset: true })

/**
 * What no scan can see and people or imports say of an identity. Whatever is absent is not on record, and what rests on
 * it is not assessed.
 */
export const declaredSchema = z.strictObject({
  /** How its certificates are renewed. */
  renewal: z.enum(renewalMethods).optional(),
  keyStorage: z.enum(keyStorages).optional(),
  /** Set where somebody else runs it. */
  thirdParty: z.strictObject({ vendor: name, reviewedAt: instant.optional(), contract: name.optional() }).optional(),
  /** How the clients that are known verify it. */
  clients: z
    .array(z.strictObject({ name, verification: z.enum(clientVerifications), location: name.optional() }))
    .max(1000)
    .optional(),
  /** Who was seen to use it by hand; empty: looked for, and nobody. */
  humanUses: z
    .array(z.strictObject({ actor: name, host: name.optional(), at: instant.optional() }))
    .max(1000)
    .optional(),
  /** Identities that it may call, and those that it was seen to call. */
  granted: z.array(name).max(10_000).optional(),
  used: z.array(name).max(10_000).optional(),
  /** Kept ready without being in use, and why. */
  standby: name.optional(),
})

export type Declared = z.infer<typeof declaredSchema>
