'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { type FormState, formState } from '#lib/api/form-state.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { cancelReport, deleteReport } from '#lib/data/report-snapshots/change-reports.ts'

export async function deleteReportAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('admin')
  const state = await formState(form, async ({ id = '' }) => {
    await deleteReport(principal, id)
    revalidatePath('/compliance/reports', 'layout')
    return null
  })
  if (state.result?.ok) redirect('/compliance/reports')
  return state
}

export async function cancelReportAction(_before: FormState, form: FormData): Promise<FormState> {
  const principal = await requirePrincipal('analyst')
  return formState(form, async ({ id = '' }) => {
    await cancelReport(principal, id)
    revalidatePath('/compliance/reports', 'layout')
    return null
  })
}
