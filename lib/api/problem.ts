import { z } from 'zod'
import { AppError, refusals } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import { log } from '#lib/core/log.ts'
import { isDatabaseUnavailable } from '#lib/db/unavailable.ts'

/** Problem details of RFC 9457; `errors` lists what is wrong with the input, one entry per fault. */
export const problemSchema = z.object({
  type: z.string().describe('urn:countersign:problem:<code>; stable, for programs'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string().describe('The path asked for; for a fault of ours the id that stands in the log'),
  errors: z.array(z.object({ at: z.string(), problem: z.string() })).optional(),
})

export type Problem = z.infer<typeof problemSchema>

/**
 * The answer to anything thrown. Refusals are told as they are; everything else is a bug, logged once under an id
 * that is all the caller learns of it.
 */
export function problemResponse(error: unknown, request: Request): Response {
  const path = new URL(request.url).pathname
  if (error instanceof AppError) return respond(fromRefusal(error, path))
  if (isDatabaseUnavailable(error)) {
    log.error({ err: error, path }, 'database not reachable')
    return respond(fromRefusal(new AppError('unavailable', 'The database cannot be reached; try again shortly'), path))
  }
  const id = newId()
  log.error({ err: error, id, method: request.method, path }, 'unexpected error')
  return respond({
    type: 'urn:countersign:problem:internal',
    title: 'Something went wrong on our side',
    status: 500,
    detail: `It is in the log under ${id}`,
    instance: `urn:uuid:${id}`,
  })
}

function fromRefusal(error: AppError, path: string): Problem {
  const { status, title } = refusals[error.code]
  return {
    type: `urn:countersign:problem:${error.code}`,
    title,
    status,
    detail: error.message,
    instance: path,
    ...(error.problems.length > 0 ? { errors: error.problems.map(({ at, problem }) => ({ at, problem })) } : {}),
  }
}

function respond(problem: Problem): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  // RFC 9110 15.5.2: a 401 names the scheme that would be accepted.
  if (problem.status === 401) headers.set('www-authenticate', 'Bearer')
  if (problem.status === 429 || problem.status === 503) headers.set('retry-after', '5')
  return new Response(JSON.stringify(problem), { status: problem.status, headers })
}
