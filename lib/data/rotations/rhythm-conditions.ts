import { readinessSteps } from '#lib/checks/rotation-readiness.ts'
import { none } from '../findings/filter.ts'
import { namedCondition } from '../named-condition.ts'
import type { Parameters } from '../parameters.ts'
import { likeContains } from '../search/like-pattern.ts'
import { findingsOfIdentity, signCondition, stateCondition } from './due-conditions.ts'
import type { limitKinds, RhythmFilter } from './rhythm-filter.ts'

/** An identity `i` that serves a certificate `c`, with what was learned of it; joined as in `dueTables`. */
export const rhythmTables = `identity_rotation r
  LEFT JOIN identity i ON i.id = r.identity_id
  LEFT JOIN certificate c ON c.id = r.certificate_id
  LEFT JOIN environment env ON env.id = i.environment_id`

const limitConditions: Readonly<Record<(typeof limitKinds)[number], string>> = {
  public: 'r.public_limits',
  private: 'NOT r.public_limits',
  unknown: 'r.public_limits IS NULL',
}

/** Joined by AND; `true` where nothing is filtered. */
export function rhythmConditions(filter: RhythmFilter, now: Date, values: Parameters): string {
  const parts: string[] = []
  const oneOf = (column: string, wanted: readonly string[] | undefined) => {
    if (wanted) parts.push(`${column} = ANY (${values.add(wanted)}::text[])`)
  }
  if (filter.q !== undefined) parts.push(`i.name ILIKE ${values.add(likeContains(filter.q))}`)
  if (filter.state) parts.push(stateCondition('r', filter.state, now, values))
  if (filter.sign) parts.push(signCondition(findingsOfIdentity, filter.sign, values))
  oneOf('r.basis', filter.basis)
  if (filter.learned !== undefined) parts.push(`r.typical_share IS ${filter.learned ? 'NOT ' : ''}NULL`)
  if (filter.limits) parts.push(`(${filter.limits.map((kind) => limitConditions[kind]).join(' OR ')})`)
  for (const { days } of readinessSteps) oneOf(`r.ready_${days}`, filter[`ready${days}`])
  oneOf('r.ready_policy', filter.readyPolicy)
  if (filter.renewal) oneOf(`coalesce(i.declared ->> 'renewal', '${none}')`, filter.renewal)
  if (filter.identity) parts.push(`r.identity_id = ANY (${values.add(filter.identity)}::uuid[])`)
  if (filter.environment) parts.push(namedCondition('env.name', filter.environment, values))
  if (filter.owner) parts.push(namedCondition('i.owner', filter.owner, values))
  return parts.join(' AND ') || 'true'
}
