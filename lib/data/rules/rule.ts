import { z } from 'zod'
import { readIdentityName } from '../identities/identity-name.ts'
import { identityNameFor } from './match-rule.ts'

/** A rule as it can be saved; its place in the list is its position. */
export const ruleInputSchema = z.strictObject({
  id: z.uuid().optional(),
  hostPattern: z
    .string()
    .trim()
    .min(1)
    .max(253)
    .regex(/^[a-z0-9_.*:-]+$/i, 'letters, digits, dots, dashes, * and ** alone'),
  identityName: z
    .string()
    .trim()
    .min(1)
    .max(2048)
    .refine(
      (name) => !('problem' in readIdentityName(identityNameFor(name, sampleHost))),
      'neither a DNS name nor a SPIFFE ID',
    ),
  environmentId: z.uuid().nullish(),
  trustStoreId: z
    .uuid()
    .nullish()
    .describe('What endpoints bound by it answer to, where their identity says nothing itself'),
  owner: z.string().trim().min(1).max(200).nullish(),
  criticality: z.enum(['low', 'medium', 'high', 'critical']).optional(),
})

/** Has more labels than templates name. */
const sampleHost = Array.from({ length: 12 }, (_, index) => `l${index + 1}`).join('.')

export interface RuleRow {
  readonly id: string
  readonly hostPattern: string
  readonly identityName: string
  readonly environmentId: string | null
  /** What endpoints bound by it answer to (trust-stores/effective-store.ts). */
  readonly trustStoreId: string | null
  readonly owner: string | null
  readonly criticality: 'low' | 'medium' | 'high' | 'critical'
}
