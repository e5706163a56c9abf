import type { z } from 'zod'
import { AppError, type InputProblem } from '#lib/core/errors.ts'

/** Reads what came from outside. Throws `invalid-input` with a problem per fault, its place below `under`. */
export function requireInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  under?: string,
): z.output<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const above = under === undefined ? [] : [under]
  refuseInput(parsed.error.issues.map(({ path, message }) => ({ at: [...above, ...path].join('.'), problem: message })))
}

/** Throws `invalid-input` with all of these; the first is told in words. */
export function refuseInput(problems: readonly InputProblem[]): never {
  throw new AppError('invalid-input', `${problems[0]?.at}: ${problems[0]?.problem}`, { problems })
}
