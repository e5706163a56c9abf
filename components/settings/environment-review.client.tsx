'use client'

import type { FormAction } from '#lib/api/form-state.ts'
import { TextField } from '../ui/field.tsx'
import { FormResult } from './form-result.tsx'
import { SubmitButton } from './submit-button.tsx'
import { resetForm, useActionForm } from './use-action-form.ts'

/** Puts on record that suites and protocols were reviewed. */
export function EnvironmentReview({
  id,
  today,
  by,
  action,
}: {
  id: string
  today: string
  by: string
  action: FormAction
}) {
  const { state, pending, form, textOf, errorOf } = useActionForm(action, resetForm)
  return (
    <form {...form} className="grid max-w-xl gap-4 sm:grid-cols-[1fr_1fr_auto] sm:items-end">
      <div className="empty:hidden sm:col-span-3">
        <FormResult state={state} done={() => 'The review is on record.'} />
      </div>
      <input type="hidden" name="id" value={id} />
      <TextField
        name="at"
        label="Reviewed on"
        type="date"
        max={today}
        defaultValue={textOf('at', today)}
        error={errorOf('at')}
        required
      />
      <TextField name="by" label="By" defaultValue={textOf('by', by)} error={errorOf('by')} required maxLength={200} />
      <SubmitButton pending={pending}>Record a review</SubmitButton>
    </form>
  )
}
