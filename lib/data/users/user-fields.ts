import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { roles } from '#lib/core/principal.ts'

/** In characters; lib/core/env.ts holds the first administrator's password to the same. */
export const passwordLength = { min: 12, max: 128 } as const

const name = z.string().trim().min(1, 'A name is wanted.').max(100, 'At most 100 characters are possible.')
const email = z.string().trim().toLowerCase().pipe(z.email('This is no e-mail address.').max(254))
const password = z
  .string()
  .min(passwordLength.min, `At least ${passwordLength.min} characters are wanted.`)
  .max(passwordLength.max, `At most ${passwordLength.max} characters are possible.`)

/** The first administrator, whose role needs no word. */
export const administratorFields = z.object({ name, email, password })

export const userFields = z.object({ name, email, password, role: z.enum(roles) })

export const roleField = z.object({ role: z.enum(roles) })

export const passwordField = z.object({ password })

/** Throws `invalid-input` with a problem per fault, `at` the field's name. */
export function parseFields<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new AppError('invalid-input', 'Some fields need another look', {
    problems: parsed.error.issues.map((issue) => ({ at: issue.path.join('.'), problem: issue.message })),
  })
}
