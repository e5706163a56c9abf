import type { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { readCapped } from '#lib/core/read-capped.ts'

/** Checks one part of a request. Throws `invalid-input` with a problem per fault, its place under `part`. */
export function parsePart<Schema extends z.ZodType>(
  part: 'params' | 'body',
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => ({ at: [part, ...issue.path].join('.'), problem: issue.message }))
  throw new AppError(
    'invalid-input',
    problems.length === 1 ? 'One value is not valid' : `${problems.length} values are not valid`,
    {
      problems,
    },
  )
}

/** The body as JSON. Throws `invalid-input` where it is none, `too-large` past the cap, however it is sent. */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const text = await readText(request, ['application/json'], maxBytes)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid-input', 'The body is not well-formed JSON', { cause })
  }
}

/** The body as text of one of these media types. Throws as `readJson` does. */
export async function readText(request: Request, types: readonly string[], maxBytes: number): Promise<string> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (!types.some((one) => one === type)) throw new AppError('invalid-input', `Send the body as ${types.join(' or ')}`)
  const text = await readCapped(request, maxBytes)
  if (text === null) throw new AppError('too-large', `A body may have at most ${maxBytes} bytes`)
  return text
}
