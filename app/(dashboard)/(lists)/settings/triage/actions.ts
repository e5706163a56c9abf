'use server'

import { revalidatePath } from 'next/cache'
import { type FormState, formState } from '#lib/api/form-state.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { saveTriageSettings, triageSettings } from '#lib/data/findings/triage-settings.ts'
import { parseFields } from '#lib/data/users/user-fields.ts'

export async function saveTriageAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  return formState(form, async ({ approvalFrom }) => {
    const settings = { approvalFrom: approvalFrom === 'never' ? null : approvalFrom }
    await saveTriageSettings(principal, parseFields(triageSettings, settings))
    revalidatePath('/', 'layout')
    return null
  })
}
