import { z } from 'zod'
import { AppError, refusals } from '#lib/core/errors.ts'
import { systemPrincipal } from '#lib/core/principal.ts'

/** What the command prints of a plan; the rest of it is passed on as it came. */
const planSchema = z.looseObject({
  applied: z.boolean(),
  changes: z.array(
    z.looseObject({
      kind: z.string(),
      name: z.string(),
      pruned: z.boolean(),
      differences: z.array(
        z.looseObject({ rule: z.string(), from: z.unknown().optional(), to: z.unknown().optional() }),
      ),
    }),
  ),
  unchanged: z.int(),
  effects: z
    .looseObject({
      answering: z.object({ identities: z.int(), endpoints: z.int() }),
      judged: z.object({ identities: z.int(), endpoints: z.int(), verdicts: z.int() }),
      changed: z.object({ verdicts: z.int(), identities: z.int() }),
      checks: z.array(
        z.object({ checkId: z.string(), title: z.string(), begin: z.int(), cease: z.int(), other: z.int() }),
      ),
      next: z.int().nullable(),
    })
    .nullable(),
})

export type PrintedPlan = z.output<typeof planSchema>

/** Where policies are kept. Its methods throw `AppError` for what is refused there. */
export interface PolicyPlace {
  export(format: 'yaml' | 'json'): Promise<string>
  apply(
    document: string,
    options: { readonly dryRun: boolean; readonly prune: boolean; readonly note: string | null },
  ): Promise<PrintedPlan>
}

/** The database of this installation. Imported late: the client that it needs is made by the first start. */
export function policiesHere(): PolicyPlace {
  return {
    async export(format) {
      const { exportPolicies } = await import('#lib/data/policies/export-policies.ts')
      const { writePolicyYaml } = await import('#lib/data/policies/policy-yaml.ts')
      const document = await exportPolicies(systemPrincipal)
      return format === 'yaml' ? writePolicyYaml(document) : `${JSON.stringify(document, null, 2)}\n`
    },
    async apply(document, options) {
      const { applyPolicies } = await import('#lib/data/policies/apply-policies.ts')
      return planSchema.parse(await applyPolicies(systemPrincipal, document, options))
    },
  }
}

const problemSchema = z.object({
  status: z.int(),
  title: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ at: z.string(), problem: z.string() })).default([]),
})

/** A Countersign elsewhere, over its API. */
export function policiesAt(url: string, token: string): PolicyPlace {
  const ask = async (query: URLSearchParams, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/yaml' }
    const response = await reach(new URL(`/api/v1/policies?${query}`, url), { ...init, headers, redirect: 'error' })
    const body = await response.text()
    if (!response.ok) throw refusalOf(response.status, body)
    return body
  }
  return {
    export: (format) => ask(new URLSearchParams({ format })),
    async apply(document, { dryRun, prune, note }) {
      const query = new URLSearchParams({
        dryRun: String(dryRun),
        prune: String(prune),
        ...(note === null ? {} : { note }),
      })
      return planSchema.parse(JSON.parse(await ask(query, { method: 'PUT', body: document })))
    },
  }
}

async function reach(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (cause) {
    throw new AppError('unavailable', `${url.origin} cannot be reached.`, { cause })
  }
}

function refusalOf(status: number, body: string): AppError {
  const parsed = problemSchema.safeParse(jsonOf(body))
  if (!parsed.success)
    return new AppError('unavailable', `The answer has status ${status}, and is none of Countersign's.`)
  const { title, detail, errors } = parsed.data
  const known = Object.entries(refusals).find(([, refusal]) => refusal.status === status)
  const code = known?.[0] === 'conflict' ? 'conflict' : 'invalid-input'
  return new AppError(code, detail ?? title, { problems: errors })
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
