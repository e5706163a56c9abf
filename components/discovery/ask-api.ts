import type { InputProblem } from '#lib/core/errors.ts'

export type ApiAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string; readonly problems: readonly InputProblem[] }

/**
 * Calls our own REST API. Lists of hosts go this way since they may be larger than a server action takes. Never throws,
 * except where `signal` aborts.
 */
export async function askApi(
  method: 'POST' | 'PUT' | 'GET',
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<ApiAnswer> {
  const init = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  try {
    const response = await fetch(path, { method, ...init, ...(signal === undefined ? {} : { signal }) })
    const value: unknown = await response.json()
    return response.ok ? { ok: true, value } : { ok: false, ...readProblem(value, response.status) }
  } catch (error) {
    if (signal?.aborted) throw error
    return { ok: false, message: 'The server did not answer. Nothing is lost: try again.', problems: [] }
  }
}

function readProblem(value: unknown, status: number) {
  const detail = textOf(value, 'detail') ?? textOf(value, 'title') ?? `The server answered ${status}.`
  const errors = typeof value === 'object' && value !== null && 'errors' in value ? value.errors : []
  const problems = (Array.isArray(errors) ? errors : []).flatMap((one): InputProblem[] => {
    const at = textOf(one, 'at')
    const problem = textOf(one, 'problem')
    return at === null || problem === null ? [] : [{ at, problem }]
  })
  return { message: detail, problems }
}

function textOf(value: unknown, key: string): string | null {
  if (typeof value !== 'object' || value === null) return null
  const found = new Map<string, unknown>(Object.entries(value)).get(key)
  return typeof found === 'string' ? found : null
}
