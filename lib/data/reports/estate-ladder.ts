import { type Rung, rungs } from '#lib/checks/contract.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { filterToQuery, parseFilter } from '../filter.ts'
import { identityFilter, type Proven, type RungStatus } from '../identities/filter.ts'
import { identityConditions, identityTables, provenColumn } from '../identities/identity-conditions.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import type { ReportScope } from './overview-filter.ts'

/** A count with the query of the list of identities that gives exactly those counted. */
interface Counted {
  readonly count: number
  readonly query: string
}

export interface EstateLadder {
  readonly rungs: readonly { readonly rung: Rung; readonly states: Readonly<Record<RungStatus, Counted>> }[]
  readonly proven: Readonly<Record<Proven, Counted>>
  readonly identities: Counted
  /** The newest handshake with any of them; null before the first. */
  readonly newestSightAt: Date | null
  readonly asOf: Date
}

interface CountRow {
  /** A rung, or `proven`. */
  readonly of: string
  readonly state: string
  readonly count: number
  readonly seen: Date | null
}

/** How the identities in service stand on each rung, each of them once. */
export async function estateLadder(principal: Principal, scope: ReportScope, now: Date): Promise<EstateLadder> {
  requireRole(principal, 'viewer')
  const { filter } = parseFilter(identityFilter, {})
  const scoped = { ...filter, environment: scope.environment === undefined ? undefined : [...scope.environment] }
  const { where, values } = identityConditions(scoped)
  const found = await rows<CountRow>(
    pool(),
    `SELECT l.of, replace(l.state, '_', '-') AS state, sum(count)::int AS count, max(seen) AS seen
       FROM (SELECT ${rungs.map((rung) => `i.${rung}::text`).join(', ')}, ${provenColumn} AS proven, count(*) AS count, max(i.last_seen_at) AS seen
               FROM ${identityTables} WHERE ${where} GROUP BY ${[...rungs, 'proven'].map((_, place) => place + 1).join(', ')}) ladders
      CROSS JOIN LATERAL (VALUES ${[...rungs, 'proven'].map((key) => `('${key}', ladders.${key})`).join(', ')}) AS l(of, state)
      GROUP BY 1, 2`,
    [...values.values],
  )
  const counted = (of: string, state: string): Counted => ({
    count: found.find((row) => row.of === of && row.state === state)?.count ?? 0,
    query: filterToQuery(scoped, { [of]: [state], sort: undefined }),
  })
  const answers = found.filter((row) => row.of === 'proven')
  return {
    rungs: rungs.map((rung) => {
      const state = (name: RungStatus) => counted(rung, name)
      return {
        rung,
        states: {
          pass: state('pass'),
          fail: state('fail'),
          'not-expected': state('not-expected'),
          'not-assessed': state('not-assessed'),
        },
      }
    }),
    proven: { yes: counted('proven', 'yes'), no: counted('proven', 'no'), unknown: counted('proven', 'unknown') },
    identities: {
      count: answers.reduce((sum, row) => sum + row.count, 0),
      query: filterToQuery(scoped, { sort: undefined }),
    },
    newestSightAt: answers.reduce<Date | null>(
      (newest, { seen }) => (seen !== null && (newest === null || seen > newest) ? seen : newest),
      null,
    ),
    asOf: now,
  }
}
