import { AppError } from '#lib/core/errors.ts'

/** In characters; lib/core/env.ts holds the first administrator's password to the same. */
export const passwordLength = { min: 12, max: 128 } as const

/** Throws `invalid-input` with the problem at `password`. */
export function checkPassword(password: string): void {
  if (password.length >= passwordLength.min && password.length <= passwordLength.max) return
  const problem = `between ${passwordLength.min} and ${passwordLength.max} characters are wanted`
  throw new AppError('invalid-input', 'The password does not fit', { problems: [{ at: 'password', problem }] })
}
