'use server'

import { revalidatePath } from 'next/cache'
import { type FormState, formState } from '#lib/api/form-state.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { removeLogList, type SavedLogList, saveLogList } from '#lib/data/ct-logs/change-log-list.ts'

export async function saveLogListAction(
  _before: FormState<SavedLogList>,
  form: FormData,
): Promise<FormState<SavedLogList>> {
  const principal = await requirePrincipal('admin')
  const chosen = form.get('file')
  const file = chosen instanceof File ? await chosen.text() : ''
  return formState(form, async ({ source = '' }) => {
    const saved = await saveLogList(principal, { file, source })
    revalidatePath('/', 'layout')
    return saved
  })
}

export async function removeLogListAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  return formState(form, async () => {
    await removeLogList(principal)
    revalidatePath('/', 'layout')
    return null
  })
}
