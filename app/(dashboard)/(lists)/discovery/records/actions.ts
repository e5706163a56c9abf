'use server'

import { z } from 'zod'
import type { ActionResult } from '#lib/api/action-result.ts'
import { parsePart } from '#lib/api/read-input.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { bindIssued } from '#lib/data/records/bind-issued.ts'
import { changing } from '../../../changing.ts'

const binding = z.strictObject({ certificateId: z.guid(), identityId: z.guid().nullable() })

/** Says by hand for which identity a certificate was issued. */
export async function bindIssuedAction(input: z.input<typeof binding>): Promise<ActionResult<null>> {
  const principal = await requirePrincipal()
  return changing(async () => {
    const { certificateId, identityId } = parsePart('body', binding, input)
    await bindIssued(principal, certificateId, identityId)
    return null
  })
}
