'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { type FormState, formState } from '#lib/api/form-state.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { askBlastRadius } from '#lib/data/what-if/ask.ts'
import { deleteWhatIf } from '#lib/data/what-if/what-ifs.ts'

export async function deleteWhatIfAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  const state = await formState(form, async ({ id = '' }) => {
    await deleteWhatIf(principal, id)
    revalidatePath('/what-if', 'layout')
    return null
  })
  if (state.result?.ok) redirect('/what-if')
  return state
}

/** Leads to the question, whose page shows how far it is. */
export async function askBlastRadiusAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('analyst')
  let asked = ''
  const state = await formState(form, async ({ spki = '' }) => {
    asked = await askBlastRadius(principal, spki)
    revalidatePath('/what-if', 'layout')
    return null
  })
  if (state.result?.ok) redirect(`/what-if/${asked}`)
  return state
}
