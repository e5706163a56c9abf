'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { type FormState, formState } from '#lib/api/form-state.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { changeEnvironment, createEnvironment } from '#lib/data/environments/change-environment.ts'
import { environmentFromForm } from '#lib/data/environments/environment-form.ts'
import { getEnvironment } from '#lib/data/environments/list-environment-summaries.ts'

export async function createEnvironmentAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  const state = await formState(form, async (fields) => {
    await createEnvironment(principal, environmentFromForm(fields, {}))
    revalidatePath('/settings', 'layout')
    return null
  })
  if (state.result?.ok) redirect('/settings/environments')
  return state
}

export async function changeEnvironmentAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  return formState(form, async (fields) => {
    const { id, policy } = await getEnvironment(principal, fields.id ?? '')
    await changeEnvironment(principal, id, environmentFromForm(fields, policy))
    revalidatePath('/', 'layout')
    return null
  })
}
