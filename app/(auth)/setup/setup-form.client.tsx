'use client'

import { useActionState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { TextField } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { type SetupState, setupAction } from './actions.ts'

const untouched: SetupState = { name: '', email: '', errors: {}, refused: null }

export function SetupForm({ token }: { token: string }) {
  const [{ name, email, errors, refused }, submit, pending] = useActionState(setupAction, untouched)
  return (
    <form action={submit} className="grid gap-4">
      {refused === null ? null : <Notice kind="error">{refused}</Notice>}
      <input type="hidden" name="token" value={token} />
      <TextField
        name="name"
        label="Your name"
        autoComplete="name"
        defaultValue={name}
        error={errors.name}
        maxLength={100}
        required
        autoFocus={Object.keys(errors).length === 0}
      />
      <TextField
        name="email"
        label="E-mail address"
        type="email"
        autoComplete="username"
        defaultValue={email}
        error={errors.email}
        required
      />
      <TextField
        name="password"
        label="Password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters; a sentence does well."
        error={errors.password}
        minLength={12}
        maxLength={128}
        required
      />
      <TextField
        name="repeated"
        label="Password again"
        type="password"
        autoComplete="new-password"
        error={errors.repeated}
        maxLength={128}
        required
      />
      <Button type="submit" variant="primary" disabled={pending}>
        {pending ? 'Setting up …' : 'Make administrator and sign in'}
      </Button>
    </form>
  )
}
