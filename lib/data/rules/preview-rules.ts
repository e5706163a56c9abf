import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { bindingOf } from './apply-rules.ts'
import { readRules } from './save-rules.ts'

export interface PreviewedBinding {
  readonly endpointId: string
  readonly host: string
  readonly port: number
  readonly currentIdentity: string | null
  readonly boundBy: 'hand' | 'import' | 'rule' | null
  /** Null where the endpoint would be bound to nothing. */
  readonly nextIdentity: string | null
  /** Place of the rule in the list that was given, from 0; null where a binding stays or no rule matches. */
  readonly rule: number | null
}

export interface RulesPreview {
  readonly endpoints: number
  /** Bound by hand or by an import, which rules leave alone. */
  readonly kept: number
  readonly changed: number
  readonly unbound: number
  /** The bindings that would change, by host; at most 200. */
  readonly rows: readonly PreviewedBinding[]
}

const maxRows = 200

/** What saving these rules would do; writes nothing. Throws `forbidden` below analyst and `invalid-input`. */
export async function previewRules(principal: Principal, input: unknown): Promise<RulesPreview> {
  requireRole(principal, 'analyst')
  const rules = readRules(input)
  const endpoints = await rows<Omit<PreviewedBinding, 'nextIdentity' | 'rule'>>(
    pool(),
    `SELECT e.id AS "endpointId", e.host, e.port, i.name AS "currentIdentity", e.bound_by AS "boundBy"
       FROM endpoint e LEFT JOIN identity i ON i.id = e.identity_id ORDER BY e.host, e.port, e.id`,
  )
  const previewed = endpoints.map((endpoint): PreviewedBinding => {
    if (endpoint.boundBy === 'hand' || endpoint.boundBy === 'import') {
      return { ...endpoint, nextIdentity: endpoint.currentIdentity, rule: null }
    }
    const binding = bindingOf(rules, endpoint.host)
    return {
      ...endpoint,
      nextIdentity: binding?.identity.name ?? null,
      rule: binding ? rules.indexOf(binding.rule) : null,
    }
  })
  const changed = previewed.filter((one) => one.nextIdentity !== one.currentIdentity)
  return {
    endpoints: previewed.length,
    kept: previewed.filter((one) => one.boundBy === 'hand' || one.boundBy === 'import').length,
    changed: changed.length,
    unbound: previewed.filter((one) => one.nextIdentity === null).length,
    rows: changed.slice(0, maxRows),
  }
}
