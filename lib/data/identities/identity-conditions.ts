import { rungs } from '#lib/checks/contract.ts'
import { everyChoice } from '../filter-field.ts'
import { none } from '../findings/filter.ts'
import { namedCondition } from '../named-condition.ts'
import { type Parameters, parameters } from '../parameters.ts'
import { likeContains } from '../search/like-pattern.ts'
import type { IdentityChoice, Proven } from './filter.ts'

/** The tables that the conditions speak of; `i` is the identity. */
export const identityTables = 'identity i LEFT JOIN environment env ON env.id = i.environment_id'

const someRungFails = `(${rungs.map((rung) => `i.${rung} = 'fail'`).join(' OR ')})`

/** The three answers to "is it proven", each exactly one of them true of any identity. */
const provenConditions: Readonly<Record<Proven, string>> = {
  yes: 'i.proven',
  no: `(NOT i.proven AND ${someRungFails})`,
  unknown: `(NOT i.proven AND NOT ${someRungFails})`,
}

/** `provenConditions` as a column. */
export const provenColumn = `CASE WHEN ${provenConditions.yes} THEN 'yes' WHEN ${someRungFails} THEN 'no' ELSE 'unknown' END`

/** What a filter means in SQL, over `identityTables`. Lists, counts, exports and bulk changes all ask here. */
export function identityConditions(filter: IdentityChoice): { readonly where: string; readonly values: Parameters } {
  const values = parameters()
  const parts = [...plainConditions(filter, values), ...stateConditions(filter, values)]
  return { where: parts.length === 0 ? 'true' : parts.join(' AND '), values }
}

function plainConditions(filter: IdentityChoice, values: Parameters): string[] {
  const parts: string[] = []
  if (filter.q !== undefined) parts.push(`i.name ILIKE ${values.add(likeContains(filter.q))}`)
  if (filter.kind) parts.push(`i.kind = ANY (${values.add(filter.kind)}::identity_kind[])`)
  if (filter.environment) parts.push(namedCondition('env.name', filter.environment, values))
  if (filter.owner) parts.push(namedCondition('i.owner', filter.owner, values))
  if (filter.criticality) parts.push(`i.criticality = ANY (${values.add(filter.criticality)}::criticality[])`)
  if (filter.origin) parts.push(`i.origin = ANY (${values.add(filter.origin)}::text[])`)
  if (filter.expiresBefore) parts.push(`i.next_expiry_at < ${values.add(filter.expiresBefore)}::timestamptz`)
  if (filter.createdAfter) parts.push(`i.created_at >= ${values.add(filter.createdAfter)}::timestamptz`)
  if (filter.endpoints !== undefined) parts.push(`i.endpoint_count ${filter.endpoints ? '>' : '='} 0`)
  const { retired } = filter
  if (!retired.some((choice) => choice === everyChoice)) {
    const wanted = retired.map((choice) => `i.retired_at IS ${choice === 'yes' ? 'NOT ' : ''}NULL`)
    parts.push(`(${wanted.join(' OR ')})`)
  }
  return parts
}

function stateConditions(filter: IdentityChoice, values: Parameters): string[] {
  const parts: string[] = []
  if (filter.proven) parts.push(`(${filter.proven.map((answer) => provenConditions[answer]).join(' OR ')})`)
  for (const rung of rungs) {
    const wanted = filter[rung]?.map((status) => status.replace('-', '_'))
    if (wanted) parts.push(`i.${rung} = ANY (${values.add(wanted)}::rung_status[])`)
  }
  if (filter.severity) {
    const isOne = `i.worst_severity = ANY (${values.add(filter.severity.filter((one) => one !== none))}::severity[])`
    parts.push(filter.severity.some((one) => one === none) ? `(i.worst_severity IS NULL OR ${isOne})` : isOne)
  }
  return parts
}
