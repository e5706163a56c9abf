'use server'

import { redirect } from 'next/navigation'
import { textOf } from '#lib/auth/form-text.ts'
import { safeNextPath } from '#lib/auth/next-path.ts'
import { type SignInOutcome, signIn } from '#lib/auth/sign-in.ts'

export interface SignInState {
  readonly email: string
  readonly refused: Exclude<SignInOutcome, 'signed-in'> | null
}

export async function signInAction(_before: SignInState, form: FormData): Promise<SignInState> {
  const email = textOf(form, 'email')
  const outcome = await signIn(email, textOf(form, 'password'))
  if (outcome === 'signed-in') redirect(safeNextPath(textOf(form, 'next')))
  return { email, refused: outcome }
}
