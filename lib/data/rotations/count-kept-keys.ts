import type { BoundedCount } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { filterToQuery, parseFilter } from '../filter.ts'
import type { RotationScope } from './due-filter.ts'
import { rotationFilter } from './filter.ts'
import { countRotationsOf } from './list-rotations.ts'

export interface KeptKeys {
  readonly count: BoundedCount
  readonly since: Date
  /** Of the history: gives exactly those counted. */
  readonly query: string
}

const days = 90

/** Renewals of the last 90 days that kept the key: no rotation of the key. */
export async function countKeptKeys(principal: Principal, scope: RotationScope, now: Date): Promise<KeptKeys> {
  const { filter } = parseFilter(rotationFilter, { kept: 'true' })
  const { identity, environment, owner } = scope
  const since = new Date(Math.floor((now.getTime() - days * dayMs) / dayMs) * dayMs)
  const kept = { ...filter, identity, environment, owner, since }
  return { count: await countRotationsOf(principal, kept), since, query: filterToQuery(kept, { sort: undefined }) }
}
