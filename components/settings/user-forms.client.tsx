'use client'

import type { FormAction } from '#lib/api/form-state.ts'
import type { Role } from '#lib/core/principal.ts'
import { TextField } from '../ui/field.tsx'
import { FormResult } from './form-result.tsx'
import { RoleField } from './role-field.tsx'
import { SubmitButton } from './submit-button.tsx'
import { resetForm, useActionForm } from './use-action-form.ts'

export function CreateUserForm({ action, minLength }: { action: FormAction<{ email: string }>; minLength: number }) {
  const { state, pending, form, textOf, errorOf } = useActionForm(action, resetForm)
  return (
    <form {...form} className="grid max-w-xl gap-4">
      <FormResult
        state={state}
        done={({ email }) => `${email} can sign in now. Hand the password over by a way that others don’t read.`}
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          name="name"
          label="Name"
          defaultValue={textOf('name')}
          error={errorOf('name')}
          autoComplete="off"
          required
          maxLength={100}
        />
        <TextField
          name="email"
          label="E-mail address"
          type="email"
          defaultValue={textOf('email')}
          error={errorOf('email')}
          autoComplete="off"
          required
        />
      </div>
      <RoleField value={textOf('role', 'viewer')} error={errorOf('role')} />
      <NewPasswordField minLength={minLength} error={errorOf('password')} />
      <SubmitButton pending={pending}>Create the user</SubmitButton>
    </form>
  )
}

export function ChangeRoleForm({ action, id, role }: { action: FormAction; id: string; role: Role }) {
  const { state, pending, form, textOf, errorOf } = useActionForm(action)
  return (
    <form {...form} className="grid max-w-xl gap-4">
      <FormResult state={state} done={() => 'Saved. It holds from the next request on.'} />
      <input type="hidden" name="id" value={id} />
      <RoleField key={role} value={textOf('role', role)} error={errorOf('role')} />
      <SubmitButton pending={pending}>Save the role</SubmitButton>
    </form>
  )
}

export function ResetPasswordForm({ action, id, minLength }: { action: FormAction; id: string; minLength: number }) {
  const { state, pending, form, errorOf } = useActionForm(action, resetForm)
  return (
    <form {...form} className="grid max-w-xl gap-4">
      <FormResult state={state} done={() => 'The new password holds, and every session of this user has ended.'} />
      <input type="hidden" name="id" value={id} />
      <NewPasswordField minLength={minLength} error={errorOf('password')} />
      <SubmitButton pending={pending}>Set the password</SubmitButton>
    </form>
  )
}

function NewPasswordField({ minLength, error }: { minLength: number; error: string | undefined }) {
  return (
    <TextField
      name="password"
      label="Password"
      type="password"
      autoComplete="new-password"
      hint={`At least ${minLength} characters; the user can change it under Account.`}
      error={error}
      required
      minLength={minLength}
    />
  )
}
