import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import type { Principal } from '#lib/core/principal.ts'
import { severities } from '#lib/core/severity.ts'
import { dayMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite } from '#lib/testing/estate.ts'
import { addFinding } from '#lib/testing/findings.ts'
import { requireFilter } from '../filter.ts'
import { countFindings } from '../findings/count-findings.ts'
import { writeDueDates } from '../findings/due-dates.ts'
import { findingFilter } from '../findings/filter.ts'
import { findingBurn } from './finding-burn.ts'

testDatabase()

const viewer: Principal = { kind: 'token', id: 't', name: 'Ana', role: 'viewer' }
const now = new Date('2026-11-23T12:00:00Z')
const ago = (days: number) => new Date(now.getTime() - days * dayMs)

let endpointIds: string[]

beforeEach(async () => {
  await pool().query('TRUNCATE site, identity, environment, finding CASCADE')
  const { rows } = await pool().query(
    `INSERT INTO environment (name, policy) VALUES ('production', '{"dueDays": {"high": 10, "low": null}}') RETURNING id`,
  )
  const strict = await addIdentity('a.test', { environmentId: rows[0].id, policy: { dueDays: { critical: 3 } } })
  const site = await addSite()
  endpointIds = [await addEndpoint(site, { identityId: strict }), await addEndpoint(site)]
})

const kinds = [
  'acknowledged',
  'accepted',
  'acceptance-expired',
  'resolved',
  'reopened',
  'severity-changed',
  'commented',
] as const

const histories = fc.array(
  fc.record({
    endpoint: fc.nat({ max: 1 }),
    severity: fc.constantFrom(...severities),
    opened: fc.integer({ min: 0, max: 120 }),
    steps: fc.array(
      fc.record({
        kind: fc.constantFrom(...kinds),
        after: fc.integer({ min: 0, max: 40 }),
        severity: fc.constantFrom(...severities),
      }),
      { maxLength: 6 },
    ),
  }),
  { maxLength: 12 },
)

type History = typeof histories extends fc.Arbitrary<(infer One)[]> ? One : never

/** Writes a history as scans and people would have left it. */
async function tell(history: History, index: number): Promise<void> {
  const steps = [{ kind: 'opened', day: history.opened, severity: history.severity }]
  let { severity } = history
  let status = 'open'
  let reopened = 0
  for (const step of history.steps) {
    const day = (steps.at(-1)?.day ?? 0) - step.after
    if (day < 0) break
    if (step.kind === 'reopened' && status !== 'resolved') continue
    if (step.kind === 'acceptance-expired' && status !== 'accepted') continue
    if ((step.kind === 'accepted' || step.kind === 'acknowledged') && status !== 'open') continue
    if (step.kind === 'resolved' && status === 'resolved') continue
    if (step.kind === 'severity-changed') severity = step.severity
    else if (step.kind === 'reopened' || step.kind === 'acceptance-expired') {
      status = 'open'
      reopened += 1
      severity = step.severity
    } else if (step.kind !== 'commented') status = step.kind
    steps.push({ kind: step.kind, day, severity })
  }
  const id = await addFinding({
    checkId: `check-${index}`,
    endpointId: endpointIds[history.endpoint] ?? '',
    severity,
    status,
    openedAt: ago(history.opened),
  })
  await pool().query('UPDATE finding SET times_reopened = $2, updated_at = $3 WHERE id = $1', [
    id,
    reopened,
    ago(steps.at(-1)?.day ?? 0),
  ])
  for (const { kind, day, severity } of steps) {
    const because =
      kind === 'reopened'
        ? { because: 'failed-again', severity }
        : kind === 'severity-changed'
          ? { to: severity }
          : { severity }
    await pool().query(
      `INSERT INTO finding_event (finding_id, at, kind, actor_name, detail) VALUES ($1, $2, $3, 'x', $4)`,
      [id, ago(day), kind, because],
    )
  }
}

test('whatever happened, each number is the count of the list that it leads to', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (all) => {
      await pool().query('TRUNCATE finding CASCADE')
      for (const [index, history] of all.entries()) await tell(history, index)
      await writeDueDates(pool(), { endpointIds, identityIds: [] })
      const burn = await findingBurn(viewer, {}, now)
      const dated = [burn.totals, ...burn.severities.map(({ due }) => due)].flatMap((line) => Object.values(line))
      const weekly = burn.weeks.flatMap(({ came, settled, overdue }) => [came, settled, overdue])
      for (const { count, query } of [...dated, ...weekly]) {
        const filter = requireFilter(findingFilter, new URLSearchParams(query))
        expect([query, (await countFindings(viewer, filter, now)).count]).toEqual([query, count])
      }
      // The end of the last week is now: history and record say the same.
      expect(burn.weeks.at(-1)?.overdue.count).toBe(burn.totals.overdue.count)
      expect(burn.weeks).toHaveLength(12)
    }),
    { numRuns: 12 },
  )
}, 120_000)

test('an environment narrows all of it', async () => {
  const opened = { opened: 60, severity: 'high', steps: [] } as const
  await tell({ ...opened, steps: [], endpoint: 0 }, 0)
  await tell({ ...opened, steps: [], endpoint: 1 }, 1)
  await writeDueDates(pool(), { endpointIds, identityIds: [] })
  const burn = await findingBurn(viewer, { environment: ['production'] }, now)
  expect(burn.totals.overdue.count).toBe(1)
  // High is due after 10 days there: late at the next end of a week.
  expect(burn.weeks.map(({ overdue }) => overdue.count)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1])
  expect(burn.weeks.map(({ came }) => came.count)).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
})
