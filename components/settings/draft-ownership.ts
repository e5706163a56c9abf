import { z } from 'zod'
import type { OwnershipRule } from '#lib/data/ownership/ownership-rule.ts'

/** A rule of ownership as its fields hold it: what is missing is an empty text. */
export interface DraftOwnership {
  readonly id: string
  readonly namePattern: string
  readonly environmentId: string
  readonly owner: string
  readonly assigneeId: string
}

export function toDraft({ environmentId, assigneeId, ...rule }: OwnershipRule): DraftOwnership {
  return { ...rule, environmentId: environmentId ?? '', assigneeId: assigneeId ?? '' }
}

/** As the API takes it. */
export function toInput({ environmentId, assigneeId, owner, namePattern, id }: DraftOwnership) {
  return {
    id,
    namePattern: namePattern.trim(),
    owner: owner.trim(),
    environmentId: environmentId || null,
    assigneeId: assigneeId || null,
  }
}

export function sameDrafts(a: readonly DraftOwnership[], b: readonly DraftOwnership[]): boolean {
  return JSON.stringify(a.map(toInput)) === JSON.stringify(b.map(toInput))
}

/** What the browser reads of the answers of /api/v1/ownership-rules. */
export const ownershipPreview = z.object({
  identities: z.number(),
  named: z.number(),
  changed: z.number(),
  ownerless: z.number(),
  matched: z.array(z.number()),
  rows: z.array(
    z.object({
      identityId: z.string(),
      name: z.string(),
      currentOwner: z.string().nullable(),
      nextOwner: z.string().nullable(),
      rule: z.number().nullable(),
    }),
  ),
})

export type OwnershipPreviewAnswer = z.infer<typeof ownershipPreview>

export const savedOwnership = z.object({ changed: z.number() })
