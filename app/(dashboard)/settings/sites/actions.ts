'use server'

import { revalidatePath } from 'next/cache'
import { type FormState, formState } from '#lib/api/form-state.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { setFetching } from '#lib/data/revocation/fetch-switch.ts'
import { retryRevocationSource } from '#lib/data/revocation/retry-source.ts'
import { siteFromForm } from '#lib/data/sites/site-form.ts'
import { updateSite } from '#lib/data/sites/update-site.ts'

export async function changeSiteAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  return formState(form, async (fields) => {
    await updateSite(principal, fields.id ?? '', siteFromForm(fields))
    revalidatePath('/settings/sites', 'layout')
    return null
  })
}

export async function switchFetchingAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  return formState(form, async ({ id = '', fetching }) => {
    await setFetching(principal, id, fetching === 'on')
    revalidatePath('/settings/sites', 'layout')
    return null
  })
}

export async function fetchNowAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  return formState(form, async ({ id = '' }) => {
    await retryRevocationSource(principal, id)
    revalidatePath('/settings/sites', 'layout')
    return null
  })
}
