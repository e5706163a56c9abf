'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { type FormState, formState } from '#lib/api/form-state.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { withdrawAdvisory } from '#lib/data/advisories/import-advisory.ts'
import { addDistrust, distrustFields, removeDistrust } from '#lib/data/trust-stores/change-distrust.ts'
import { deleteTrustStore, setDefaultStore } from '#lib/data/trust-stores/change-trust-store.ts'
import { type CreatedTrustStore, createTrustStore } from '#lib/data/trust-stores/create-trust-store.ts'
import { readSystemStore, type SystemStore } from '#lib/data/trust-stores/read-system-store.ts'
import {
  type ReplacedContent,
  removeAnchors,
  replaceStoreContent,
} from '#lib/data/trust-stores/replace-store-content.ts'
import { contentFromForm, storeFromForm } from '#lib/data/trust-stores/store-form.ts'
import { parseFields } from '#lib/data/users/user-fields.ts'

export async function createStoreAction(
  _before: FormState<CreatedTrustStore>,
  form: FormData,
): Promise<FormState<CreatedTrustStore>> {
  const principal = await requirePrincipal('admin')
  const file = await fileOf(form)
  return formState(form, async (fields) => {
    const created = await createTrustStore(principal, storeFromForm(fields, file))
    revalidatePath('/', 'layout')
    return created
  })
}

export async function readSystemStoreAction(
  _before: FormState<SystemStore>,
  form: FormData,
): Promise<FormState<SystemStore>> {
  const principal = await requirePrincipal('admin')
  return formState(form, async () => {
    const read = await readSystemStore(principal)
    revalidatePath('/', 'layout')
    return read
  })
}

export async function replaceContentAction(
  _before: FormState<ReplacedContent>,
  form: FormData,
): Promise<FormState<ReplacedContent>> {
  const principal = await requirePrincipal('admin')
  const file = await fileOf(form)
  return formState(form, async (fields) => {
    const replaced = await replaceStoreContent(principal, fields.id ?? '', contentFromForm(fields, file))
    revalidatePath('/', 'layout')
    return replaced
  })
}

async function fileOf(form: FormData): Promise<Uint8Array> {
  const file = form.get('file')
  return file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array()
}

export async function removeAnchorAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  return formState(form, async ({ id = '', sha256 = '' }) => {
    await removeAnchors(principal, id, [sha256])
    revalidatePath('/', 'layout')
    return null
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
    revalidatePath('/', 'layout')
    return null
  })
  if (state.result?.ok) redirect('/settings/trust')
  return state
}

export async function addDistrustAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  return formState(form, async ({ storeId = '', spkiSha256, certificate, ...fields }) => {
    const key = {
      ...(spkiSha256?.trim() ? { spkiSha256 } : {}),
      ...(certificate?.trim() ? { certificate } : {}),
    }
    await addDistrust(principal, storeId, parseFields(distrustFields, { ...fields, ...key }))
    revalidatePath('/', 'layout')
    return null
  })
}

export async function removeDistrustAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  return formState(form, async ({ storeId = '', id = '' }) => {
    await removeDistrust(principal, storeId, id)
    revalidatePath('/', 'layout')
    return null
  })
}

export async function withdrawAdvisoryAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  const state = await formState(form, async ({ id = '' }) => {
    await withdrawAdvisory(principal, id)
    revalidatePath('/', 'layout')
    return null
  })
  if (state.result?.ok) redirect('/settings/trust/advisories')
  return state
}
