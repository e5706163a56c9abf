import { z } from 'zod'
import { systemPrincipal } from '#lib/core/principal.ts'
import type { CountersignApi } from './countersign-api.ts'

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

/** A Countersign elsewhere, over its API. */
export function policiesAt(api: CountersignApi): PolicyPlace {
  const ask = async (query: URLSearchParams, init: RequestInit = {}) => {
    const headers = { 'content-type': 'application/yaml' }
    return (await api(`/api/v1/policies?${query}`, { ...init, headers })).text()
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
