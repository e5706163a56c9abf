import { z } from 'zod'
import { AppError, type RefusalCode, refusals } from '#lib/core/errors.ts'
import { isPrivateWay } from './fetch-text.ts'
import { UsageError } from './usage-error.ts'

/** A Countersign elsewhere. Throws AppError for what is refused there, and where it can't be reached. */
export type CountersignApi = (path: `/api/v1/${string}`, init?: RequestInit) => Promise<Response>

/** Throws UsageError for what is no URL, and for plain HTTP to another host: the token would be read on its way. */
export function countersignApi(url: string, token: string): CountersignApi {
  if (!URL.canParse(url)) throw new UsageError('--url is no URL.')
  if (!isPrivateWay(new URL(url))) throw new UsageError('--url: https is wanted, but to this host.')
  return async (path, init = {}) => {
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${token}`)
    const response = await reach(new URL(path, url), { ...init, headers, redirect: 'error' })
    if (!response.ok) throw refusalOf(response.status, await response.text())
    return response
  }
}

async function reach(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (cause) {
    throw new AppError('unavailable', `${url.origin} cannot be reached.`, { cause })
  }
}

const problemSchema = z.object({
  status: z.int(),
  title: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ at: z.string(), problem: z.string() })).default([]),
})

const codes: readonly RefusalCode[] = [
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'too-large',
  'rate-limited',
]

function refusalOf(status: number, body: string): AppError {
  const parsed = problemSchema.safeParse(jsonOf(body))
  if (!parsed.success)
    return new AppError('unavailable', `The answer has status ${status}, and is none of Countersign's.`)
  const { title, detail, errors } = parsed.data
  const known = codes.find((code) => refusals[code].status === status)
  const code = known ?? (status >= 500 ? 'unavailable' : 'invalid-input')
  return new AppError(code, detail ?? title, { problems: errors })
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
