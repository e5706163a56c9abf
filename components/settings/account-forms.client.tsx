'use client'

import type { FormAction } from '#lib/api/form-state.ts'
import { TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { FormResult } from './form-result.tsx'
import { SubmitButton } from './submit-button.tsx'
import { resetForm, useActionForm } from './use-action-form.ts'

export function NameForm({ action, name }: { action: FormAction; name: string }) {
  const { state, pending, form, textOf, errorOf } = useActionForm(action)
  return (
    <form {...form} className="grid max-w-md gap-4">
      <FormResult
        state={state}
        done={() => 'Saved. Earlier entries in the activity keep the name that you had then.'}
      />
      <TextField
        name="name"
        label="Name"
        defaultValue={textOf('name', name)}
        error={errorOf('name')}
        autoComplete="name"
        required
        maxLength={100}
      />
      <SubmitButton pending={pending}>Save the name</SubmitButton>
    </form>
  )
}

/** A change ends every session of the user, so that the page after it is the sign-in page. */
export function PasswordForm({ action, email, minLength }: { action: FormAction; email: string; minLength: number }) {
  const { state, pending, form, errorOf } = useActionForm(action, resetForm)
  return (
    <form {...form} className="grid max-w-md gap-4">
      {state.result && !state.result.ok ? <Notice kind="error">{state.result.message}</Notice> : null}
      <input type="hidden" name="email" value={email} autoComplete="username" />
      <TextField
        name="current"
        label="Present password"
        type="password"
        autoComplete="current-password"
        error={errorOf('current')}
        required
      />
      <TextField
        name="password"
        label="New password"
        type="password"
        autoComplete="new-password"
        hint={`At least ${minLength} characters. All your sessions end, this one too.`}
        error={errorOf('password')}
        required
        minLength={minLength}
      />
      <SubmitButton pending={pending}>Change the password</SubmitButton>
    </form>
  )
}
