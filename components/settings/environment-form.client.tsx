'use client'

import type { FormAction } from '#lib/api/form-state.ts'
import { CheckboxField, TextField } from '../ui/field.tsx'
import { FormResult } from './form-result.tsx'
import { SubmitButton } from './submit-button.tsx'
import { useActionForm } from './use-action-form.ts'

export interface EnvironmentValues {
  /** Null: it is to be made. */
  readonly id: string | null
  readonly name: string
  readonly production: boolean
}

/** What is said of an environment beside its policy. */
export function EnvironmentForm<T>({
  action,
  environment,
  done,
}: {
  action: FormAction<T>
  environment: EnvironmentValues
  /** What is said after success. */
  done: string
}) {
  const { state, pending, form, textOf, errorOf } = useActionForm(action)
  return (
    <form {...form} className="grid max-w-xl gap-4">
      <FormResult state={state} done={() => done} />
      {environment.id === null ? null : <input type="hidden" name="id" value={environment.id} />}
      <TextField
        name="name"
        label="Name"
        defaultValue={textOf('name', environment.name)}
        error={errorOf('name')}
        required
        maxLength={100}
      />
      <CheckboxField
        name="production"
        label="Production"
        hint="Keys and certificate authorities shared between production and anything else are findings."
        defaultChecked={state.sent.name === undefined ? environment.production : state.sent.production !== undefined}
      />
      <SubmitButton pending={pending}>
        {environment.id === null ? 'Create the environment' : 'Save the environment'}
      </SubmitButton>
    </form>
  )
}
