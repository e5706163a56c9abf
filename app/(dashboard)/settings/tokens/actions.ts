'use server'

import { revalidatePath } from 'next/cache'
import { type FormState, formState } from '#lib/api/form-state.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { createToken, tokenFormFields } from '#lib/data/tokens/create-token.ts'
import { revokeToken } from '#lib/data/tokens/revoke-token.ts'
import { parseFields } from '#lib/data/users/user-fields.ts'

export async function createTokenAction(
  _before: FormState<{ token: string }>,
  form: FormData,
): Promise<FormState<{ token: string }>> {
  const principal = await requirePrincipal('analyst')
  return formState(form, async (fields) => {
    const { token } = await createToken(principal, parseFields(tokenFormFields, fields))
    revalidatePath('/settings/tokens')
    return { token }
  })
}

export async function revokeTokenAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('analyst')
  return formState(form, async ({ id = '' }) => {
    await revokeToken(principal, id)
    revalidatePath('/settings/tokens')
    return null
  })
}
