'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { type ActionResult, actionResult } from '#lib/api/action-result.ts'
import { parsePart } from '#lib/api/read-input.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { bindIssued } from '#lib/data/records/bind-issued.ts'

const binding = z.strictObject({ certificateId: z.guid(), identityId: z.guid().nullable() })

/** Says by hand for which identity a certificate was issued. */
export async function bindIssuedAction(input: z.input<typeof binding>): Promise<ActionResult<null>> {
  const principal = await requirePrincipal()
  return actionResult(async () => {
    const { certificateId, identityId } = parsePart('body', binding, input)
    await bindIssued(principal, certificateId, identityId)
    revalidatePath('/', 'layout')
    return null
  })
}
