'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { type FormState, formState } from '#lib/api/form-state.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { changeEnvironment, createEnvironment } from '#lib/data/environments/change-environment.ts'
import { recordReview } from '#lib/data/environments/record-review.ts'

export async function createEnvironmentAction(_before: FormState<string>, form: FormData): Promise<FormState<string>> {
  const principal = await requirePrincipal('admin')
  const state = await formState(form, async (fields) => {
    const id = await createEnvironment(principal, fieldsOf(fields))
    revalidatePath('/settings', 'layout')
    return id
  })
  if (state.result?.ok) redirect(`/settings/environments/${state.result.value}`)
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
    await changeEnvironment(principal, fields.id ?? '', fieldsOf(fields))
    revalidatePath('/', 'layout')
    return null
  })
}

/** The policy is edited by itself. */
function fieldsOf({ name = '', production }: Readonly<Record<string, string>>) {
  return { name, production: production !== undefined }
}
