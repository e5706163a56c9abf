'use server'

import { z } from 'zod'
import { type ActionResult, actionResult } from '#lib/api/action-result.ts'
import { parsePart } from '#lib/api/read-input.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import type { PolicyEffects } from '#lib/checks/policy-effects.ts'
import { previewEffectsPart } from '#lib/data/policies/preview-effects.ts'
import { restorePolicyVersion, type SavedPolicy, savePolicy } from '#lib/data/policies/save-policy.ts'
import { changing } from './changing.ts'

const of = z.strictObject({ kind: z.enum(['environment', 'identity']), id: z.guid() })
const policy = { of, policy: z.unknown(), trustStoreId: z.guid().nullable() }

const previewed = z.strictObject({ ...policy, from: z.int().min(0) })

/** One part of what a policy would change, from the subject at `from` on; nothing is saved. */
export async function previewPolicyPartAction(input: z.input<typeof previewed>): Promise<ActionResult<PolicyEffects>> {
  const principal = await requirePrincipal()
  return actionResult(async () => {
    const { of, from, ...change } = parsePart('body', previewed, input)
    return previewEffectsPart(principal, of, change, from)
  })
}

const saved = z.strictObject({ ...policy, version: z.int().min(0), note: z.string().max(500) })

export async function savePolicyAction(input: z.input<typeof saved>): Promise<ActionResult<SavedPolicy>> {
  const principal = await requirePrincipal()
  return changing(() => {
    const { of, version, note, ...change } = parsePart('body', saved, input)
    return savePolicy(principal, of, change, { source: 'page', note, expectedVersion: version })
  })
}

const restored = z.strictObject({ of, version: z.int().min(1), current: z.int().min(0) })

/** `current`: the version that the reader saw as the one that counts. */
export async function restorePolicyAction(input: z.input<typeof restored>): Promise<ActionResult<SavedPolicy>> {
  const principal = await requirePrincipal()
  return changing(() => {
    const { of, version, current } = parsePart('body', restored, input)
    return restorePolicyVersion(principal, of, version, { source: 'page', expectedVersion: current })
  })
}
