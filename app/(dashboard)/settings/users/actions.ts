'use server'

import { revalidatePath } from 'next/cache'
import { type FormState, formState } from '#lib/api/form-state.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { resetPassword } from '#lib/data/users/change-password.ts'
import { disableUser, enableUser, setRole } from '#lib/data/users/change-user.ts'
import { createUser } from '#lib/data/users/create-user.ts'
import { parseFields, roleField, userFields } from '#lib/data/users/user-fields.ts'

export async function createUserAction(
  _before: FormState<{ email: string }>,
  form: FormData,
): Promise<FormState<{ email: string }>> {
  const principal = await requirePrincipal('admin')
  return formState(form, async (fields) => {
    const user = parseFields(userFields, fields)
    await createUser(principal, user)
    revalidatePath('/settings/users')
    return { email: user.email }
  })
}

export async function setRoleAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  return formState(form, async (fields) => {
    await setRole(principal, fields.id ?? '', parseFields(roleField, fields).role)
    revalidatePath('/settings', 'layout')
    return null
  })
}

export async function resetPasswordAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  return formState(form, async ({ id = '', password = '' }) => {
    await resetPassword(principal, id, password)
    return null
  })
}

export async function disableUserAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  return formState(form, async ({ id = '' }) => {
    await disableUser(principal, id)
    revalidatePath('/settings', 'layout')
    return null
  })
}

export async function enableUserAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  return formState(form, async ({ id = '' }) => {
    await enableUser(principal, id)
    revalidatePath('/settings', 'layout')
    return null
  })
}
