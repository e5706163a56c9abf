'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { type FormState, formState } from '#lib/api/form-state.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { deleteTrustStore, setDefaultStore } from '#lib/data/trust-stores/change-trust-store.ts'
import { type CreatedTrustStore, createTrustStore } from '#lib/data/trust-stores/create-trust-store.ts'
import { storeFromForm } from '#lib/data/trust-stores/store-form.ts'

export async function createStoreAction(
  _before: FormState<CreatedTrustStore>,
  form: FormData,
): Promise<FormState<CreatedTrustStore>> {
  const principal = await requirePrincipal('admin')
  const file = form.get('file')
  const pem = file instanceof File ? await file.text() : ''
  return formState(form, async (fields) => {
    const created = await createTrustStore(principal, storeFromForm(fields, pem))
    revalidatePath('/settings', 'layout')
    return created
  })
}

export async function setDefaultStoreAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  return formState(form, async ({ id = '' }) => {
    await setDefaultStore(principal, id)
    revalidatePath('/', 'layout')
    return null
  })
}

export async function deleteStoreAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  const state = await formState(form, async ({ id = '' }) => {
    await deleteTrustStore(principal, id)
    revalidatePath('/settings', 'layout')
    return null
  })
  if (state.result?.ok) redirect('/settings/trust')
  return state
}
