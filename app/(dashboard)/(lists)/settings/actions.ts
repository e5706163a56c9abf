'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { type FormState, formState } from '#lib/api/form-state.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { changePassword } from '#lib/data/users/change-password.ts'
import { renameSelf } from '#lib/data/users/own-account.ts'

export async function renameAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal()
  return formState(form, async ({ name = '' }) => {
    await renameSelf(principal, { name })
    revalidatePath('/', 'layout')
    return null
  })
}

/** Every session ends with the old password, so that success leads to the sign-in page. */
export async function changePasswordAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal()
  const state = await formState(form, async ({ current = '', password = '' }) => {
    await changePassword(principal, { current, password })
    return null
  })
  if (state.result?.ok) redirect('/sign-in')
  return state
}
