import { type RotationState, rotationStates } from '#lib/checks/rotation-due.ts'
import { type RotationSign, rotationSigns } from '#lib/checks/rotation-sign.ts'
import type { BoundedCount } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { boundedCount } from '../count-matches.ts'
import { parseFilter } from '../filter.ts'
import { parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { dueConditions, dueTables, stateCondition } from './due-conditions.ts'
import type { DueFilter, RotationScope } from './due-filter.ts'
import { countRhythms } from './list-rhythms.ts'
import { rhythmFilter } from './rhythm-filter.ts'

export interface DueSummary {
  /** Leaves by state, counted up to 10,000. */
  readonly states: Readonly<Record<RotationState, BoundedCount>>
  /** Identities by what open findings say of their rotations. */
  readonly signs: Readonly<Record<RotationSign, BoundedCount>>
  readonly asOf: Date
}

/** Within everything that the filter says but the state itself, so that each count leads to a choice of state. */
export async function summariseDue(
  principal: Principal,
  filter: DueFilter,
  now: Date = new Date(),
): Promise<DueSummary> {
  requireRole(principal, 'viewer')
  const [states, ...signs] = await Promise.all([
    countStates({ ...filter, state: undefined }, now),
    ...rotationSigns.map((sign) => countSign(principal, sign, filter, now)),
  ])
  const [late, kept, notServed, notDeployed] = signs
  const nothing = { count: 0, exact: true }
  return {
    states,
    signs: {
      'late-pattern': late ?? nothing,
      'key-kept': kept ?? nothing,
      'not-served': notServed ?? nothing,
      'not-deployed': notDeployed ?? nothing,
    },
    asOf: now,
  }
}

async function countStates(filter: DueFilter, now: Date): Promise<DueSummary['states']> {
  const values = parameters()
  const where = dueConditions(filter, now, values)
  const counts = rotationStates.map(
    (state) => `count(*) FILTER (WHERE ${stateCondition('d', [state], now, values)})::int AS "${state}"`,
  )
  const [found] = await rows<Record<RotationState, number>>(
    pool(),
    `SELECT ${counts.join(', ')} FROM ${dueTables} WHERE ${where}`,
    [...values.values],
  )
  return {
    'on-time': boundedCount(found?.['on-time'] ?? 0),
    due: boundedCount(found?.due ?? 0),
    overdue: boundedCount(found?.overdue ?? 0),
    missed: boundedCount(found?.missed ?? 0),
  }
}

function countSign(principal: Principal, sign: RotationSign, scope: RotationScope, now: Date): Promise<BoundedCount> {
  const { filter } = parseFilter(rhythmFilter, {})
  const { identity, environment, owner } = scope
  return countRhythms(principal, { ...filter, sign: [sign], identity, environment, owner }, now)
}
