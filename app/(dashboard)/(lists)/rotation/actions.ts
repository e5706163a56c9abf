'use server'

import { revalidatePath } from 'next/cache'
import { type FormState, formState } from '#lib/api/form-state.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { createFeed, feedFormFields } from '#lib/data/rotations/create-feed.ts'
import { revokeToken } from '#lib/data/tokens/revoke-token.ts'
import { parseFields } from '#lib/data/users/user-fields.ts'

export async function createFeedAction(
  _before: FormState<{ url: string }>,
  form: FormData,
): Promise<FormState<{ url: string }>> {
  const principal = await requirePrincipal('analyst')
  return formState(form, async (fields) => {
    const { url } = await createFeed(principal, parseFields(feedFormFields, fields))
    revalidatePath('/rotation/calendar')
    return { url }
  })
}

export async function revokeFeedAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('analyst')
  return formState(form, async ({ id = '' }) => {
    await revokeToken(principal, id)
    revalidatePath('/rotation/calendar')
    return null
  })
}
