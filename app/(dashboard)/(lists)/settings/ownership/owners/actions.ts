'use server'

import { revalidatePath } from 'next/cache'
import { type FormState, formState } from '#lib/api/form-state.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { type ImportedOwners, importOwners } from '#lib/data/owners/import-owners.ts'
import { removeOwner, saveOwner } from '#lib/data/owners/save-owners.ts'

export async function saveOwnerAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('analyst')
  return formState(form, async ({ name = '', active, since, contact }) => {
    await saveOwner(principal, { name, active: active !== 'no', since: since || null, contact: contact || null })
    revalidatePath('/', 'layout')
    return null
  })
}

export async function removeOwnerAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('analyst')
  return formState(form, async ({ name = '' }) => {
    await removeOwner(principal, name)
    revalidatePath('/', 'layout')
    return null
  })
}

export async function importOwnersAction(
  _before: FormState<ImportedOwners>,
  form: FormData,
): Promise<FormState<ImportedOwners>> {
  const principal = await requirePrincipal('analyst')
  return formState(form, async ({ csv = '' }) => {
    const imported = await importOwners(principal, csv)
    revalidatePath('/', 'layout')
    return imported
  })
}
