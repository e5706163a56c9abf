'use server'

import { redirect } from 'next/navigation'
import { textOf } from '#lib/auth/form-text.ts'
import { completeSetup } from '#lib/auth/setup.ts'
import { signIn } from '#lib/auth/sign-in.ts'
import { AppError } from '#lib/core/errors.ts'

export interface SetupState {
  readonly name: string
  readonly email: string
  /** What is wrong, by field. */
  readonly errors: Readonly<Record<string, string>>
  /** What is wrong with the whole. */
  readonly refused: string | null
}

export async function setupAction(_before: SetupState, form: FormData): Promise<SetupState> {
  const typed = { name: textOf(form, 'name'), email: textOf(form, 'email') }
  const password = textOf(form, 'password')
  if (password !== textOf(form, 'repeated')) {
    return { ...typed, errors: { repeated: 'The two passwords differ.' }, refused: null }
  }
  try {
    await completeSetup(textOf(form, 'token'), { ...typed, password })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const errors = Object.fromEntries(error.problems.map(({ at, problem }) => [at, problem]))
    return { ...typed, errors, refused: error.problems.length === 0 ? error.message : null }
  }
  const outcome = await signIn(typed.email.trim(), password)
  redirect(outcome === 'signed-in' ? '/overview' : '/sign-in')
}
