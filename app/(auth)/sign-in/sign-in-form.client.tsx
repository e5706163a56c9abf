'use client'

import { useActionState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { TextField } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { signInAction } from './actions.ts'

const refusals = {
  wrong: 'The e-mail address or the password is wrong.',
  disabled: 'This account is disabled. An administrator can enable it again.',
  'too-many': 'Too many attempts. Wait five minutes, then try again.',
  failed: 'Signing in failed on our side. Try again in a moment.',
} as const

export function SignInForm({ next }: { next: string }) {
  const [state, submit, pending] = useActionState(signInAction, { email: '', refused: null })
  return (
    <form action={submit} className="grid gap-4">
      {state.refused === null ? null : <Notice kind="error">{refusals[state.refused]}</Notice>}
      <input type="hidden" name="next" value={next} />
      <TextField
        name="email"
        label="E-mail address"
        type="email"
        autoComplete="username"
        defaultValue={state.email}
        required
        autoFocus
      />
      <TextField name="password" label="Password" type="password" autoComplete="current-password" required />
      <Button type="submit" variant="primary" disabled={pending}>
        {pending ? 'Signing in …' : 'Sign in'}
      </Button>
    </form>
  )
}
