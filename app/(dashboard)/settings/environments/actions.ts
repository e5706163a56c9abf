'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { type FormState, formState } from '#lib/api/form-state.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { changeEnvironment, createEnvironment } from '#lib/data/environments/change-environment.ts'
import { environmentFromForm } from '#lib/data/environments/environment-form.ts'
import { getEnvironment } from '#lib/data/environments/list-environment-summaries.ts'
import { recordReview } from '#lib/data/environments/record-review.ts'

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

/** Puts on record that suites and protocols were reviewed. */
export async function recordReviewAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal()
  return formState(form, async ({ id = '', at = '', by = '' }) => {
    await recordReview(principal, id, { at: new Date(`${at}T00:00:00Z`), by })
    revalidatePath('/', 'layout')
    return null
  })
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
