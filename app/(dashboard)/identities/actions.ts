'use server'

import { z } from 'zod'
import type { ActionResult } from '#lib/api/action-result.ts'
import { bulkSelection } from '#lib/api/bulk-selection.ts'
import { parsePart } from '#lib/api/read-input.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { bindEndpoints } from '#lib/data/endpoints/bind-endpoints.ts'
import { requireFilter } from '#lib/data/filter.ts'
import {
  type BulkResult,
  bulkChangeIdentities,
  bulkIdentityChange,
} from '#lib/data/identities/bulk-change-identities.ts'
import { identityFilter } from '#lib/data/identities/filter.ts'
import { newIdentity } from '#lib/data/identities/new-identity.ts'
import {
  createIdentity,
  identityChangeSchema,
  retireIdentity,
  updateIdentity,
} from '#lib/data/identities/save-identity.ts'
import { saveDeclared } from '#lib/data/records/save-declared.ts'
import { changing } from '../changing.ts'

const id = z.guid()

/** The id of the identity that was declared. */
export async function declareIdentityAction(input: z.input<typeof newIdentity>): Promise<ActionResult<string>> {
  const principal = await requirePrincipal()
  return changing(async () => {
    const { kind: _kind, ...identity } = parsePart('body', newIdentity, input)
    return createIdentity(principal, identity)
  })
}

const oneChange = z.strictObject({ id, change: identityChangeSchema })

export async function updateIdentityAction(input: z.input<typeof oneChange>): Promise<ActionResult<null>> {
  const principal = await requirePrincipal()
  return changing(async () => {
    const { id, change } = parsePart('body', oneChange, input)
    await updateIdentity(principal, id, change)
    return null
  })
}

const bulkChange = z.strictObject({
  selection: bulkSelection,
  change: bulkIdentityChange,
})

export async function bulkChangeIdentitiesAction(
  input: z.input<typeof bulkChange>,
): Promise<ActionResult<BulkResult['counts']>> {
  const principal = await requirePrincipal()
  return changing(async () => {
    const { selection, change } = parsePart('body', bulkChange, input)
    const chosen =
      selection.kind === 'ids'
        ? { ids: selection.ids }
        : { filter: requireFilter(identityFilter, new URLSearchParams(selection.query)) }
    return (await bulkChangeIdentities(principal, chosen, change)).counts
  })
}

const retirement = z.strictObject({ id, retired: z.boolean() })

export async function retireIdentityAction(input: z.input<typeof retirement>): Promise<ActionResult<null>> {
  const principal = await requirePrincipal()
  return changing(async () => {
    const { id, retired } = parsePart('body', retirement, input)
    await retireIdentity(principal, id, retired)
    return null
  })
}

const declaration = z.strictObject({ id, declared: z.unknown() })

/** Replaces what is declared of an identity. */
export async function saveDeclaredAction(input: z.input<typeof declaration>): Promise<ActionResult<null>> {
  const principal = await requirePrincipal()
  return changing(async () => {
    const { id, declared } = parsePart('body', declaration, input)
    await saveDeclared(principal, id, declared)
    return null
  })
}

const binding = z.strictObject({ endpointIds: z.array(id).min(1).max(1000), identityId: id.nullable() })

/** How many bindings changed; a null identity hands endpoints back to the rules. */
export async function bindEndpointsAction(input: z.input<typeof binding>): Promise<ActionResult<number>> {
  const principal = await requirePrincipal()
  return changing(async () => {
    const { endpointIds, identityId } = parsePart('body', binding, input)
    return bindEndpoints(principal, endpointIds, identityId)
  })
}
