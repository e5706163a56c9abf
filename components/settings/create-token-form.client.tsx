'use client'

import type { FormAction } from '#lib/api/form-state.ts'
import type { Role } from '#lib/core/principal.ts'
import { CopyButton } from '../ui/copy-button.client.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { FormResult } from './form-result.tsx'
import { RoleField } from './role-field.tsx'
import { SubmitButton } from './submit-button.tsx'
import { resetForm, useActionForm } from './use-action-form.ts'

const lives = [
  { days: '30', label: '30 days' },
  { days: '90', label: '90 days' },
  { days: '365', label: 'A year' },
  { days: '', label: 'Until it is revoked' },
] as const

/** `highest`: a token has at most the role of who makes it. */
export function CreateTokenForm({ action, highest }: { action: FormAction<{ token: string }>; highest: Role }) {
  const { state, pending, form, textOf, errorOf } = useActionForm(action, resetForm)
  return (
    <form {...form} className="grid max-w-xl gap-4">
      <FormResult state={state} done={({ token }) => <NewToken token={token} />} />
      <TextField
        name="name"
        label="Name"
        hint="Where it will be used: deploy pipeline, report job"
        defaultValue={textOf('name')}
        error={errorOf('name')}
        required
        maxLength={100}
      />
      <RoleField highest={highest} value={textOf('role', 'viewer')} error={errorOf('role')} />
      <SelectField
        name="expiresDays"
        label="Holds for"
        defaultValue={textOf('expiresDays', '90')}
        error={errorOf('expiresDays')}
      >
        {lives.map(({ days, label }) => (
          <option key={days} value={days}>
            {label}
          </option>
        ))}
      </SelectField>
      <SubmitButton pending={pending}>Create the token</SubmitButton>
    </form>
  )
}

function NewToken({ token }: { token: string }) {
  return (
    <div className="grid gap-1.5">
      <p className="font-medium">Copy it now: it is shown this once, and only its hash is kept.</p>
      <p className="flex items-center gap-1">
        <code className="rounded border bg-surface px-2 py-1 font-mono text-xs [overflow-wrap:anywhere]">{token}</code>
        <CopyButton value={token} label="Copy the token" />
      </p>
      <p className="text-ink-2">
        Send it with each request: <code className="font-mono text-xs">Authorization: Bearer …</code>
      </p>
    </div>
  )
}
