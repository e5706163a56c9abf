import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { defaultDueDays } from '#lib/checks/policy.ts'
import type { Principal } from '#lib/core/principal.ts'
import { type Severity, severities } from '#lib/core/severity.ts'
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

interface Step {
  readonly kind: (typeof kinds)[number] | 'opened'
  readonly at: Date
  readonly severity: Severity
}

/** What of a history can have happened: an acceptance is not accepted again, and so on. */
function stepsOf(history: History): Step[] {
  const steps: Step[] = [{ kind: 'opened', at: ago(history.opened), severity: history.severity }]
  let status = 'open'
  let day = history.opened
  for (const { kind, after, severity } of history.steps) {
    day -= after
    if (day < 0) break
    if (kind === 'reopened' && status !== 'resolved') continue
    if (kind === 'acceptance-expired' && status !== 'accepted') continue
    if ((kind === 'accepted' || kind === 'acknowledged') && status !== 'open') continue
    if (kind === 'resolved' && status === 'resolved') continue
    status = nextStatus(status, kind)
    steps.push({ kind, at: ago(day), severity })
  }
  return steps
}

const begins = (kind: string) => kind === 'opened' || kind === 'reopened' || kind === 'acceptance-expired'
const settles = (kind: string) => kind === 'resolved' || kind === 'accepted'

function nextStatus(status: string, kind: string): string {
  if (begins(kind)) return 'open'
  return kind === 'severity-changed' || kind === 'commented' ? status : kind
}

interface Standing {
  readonly status: string
  readonly severity: Severity
  readonly began: Date
}

/** How a finding stands after steps; null before the first. */
function standing(steps: readonly Step[]): Standing | null {
  return steps.reduce<Standing | null>((before, { kind, at, severity }) => {
    if (before === null || begins(kind)) return { status: 'open', severity, began: at }
    const { status, began } = before
    return {
      status: nextStatus(status, kind),
      severity: kind === 'severity-changed' ? severity : before.severity,
      began,
    }
  }, null)
}

/** Writes one step as a scan or somebody would have, and has the due dates of all written as policies stood then. */
async function take(id: string, steps: readonly Step[]): Promise<void> {
  const last = steps.at(-1)
  const now = standing(steps)
  if (!last || !now) return
  const { kind, at, severity } = last
  const because = kind === 'reopened' ? { because: 'failed-again' } : {}
  const said = kind === 'severity-changed' ? { to: severity } : { severity, ...because }
  await pool().query(
    `INSERT INTO finding_event (finding_id, at, kind, actor_name, detail) VALUES ($1, $2, $3, 'x', $4)`,
    [id, at, kind, said],
  )
  await pool().query(
    `UPDATE finding SET status = $2, severity = $3, times_reopened = times_reopened + $4, updated_at = $5 WHERE id = $1`,
    [id, now.status, now.severity, begins(kind) && kind !== 'opened' ? 1 : 0, at],
  )
  await writeDueDates(pool(), { endpointIds, identityIds: [] }, at)
}

interface Days {
  readonly at: Date
  /** Of the environment's policy, for high findings. */
  readonly high: number | null
}

async function setDays({ at, high }: Days): Promise<void> {
  await pool().query(`UPDATE environment SET policy = $1`, [{ dueDays: { high, low: null } }])
  await writeDueDates(pool(), { endpointIds, identityIds: [] }, at)
}

/** All that happened, in its order: histories of findings, and changes of the policy. */
async function live(all: readonly History[], policies: readonly Days[]): Promise<void> {
  await pool().query('TRUNCATE finding CASCADE')
  const acts: { readonly at: Date; readonly act: () => Promise<void> }[] = policies.map((days) => ({
    at: days.at,
    act: () => setDays(days),
  }))
  for (const [index, history] of all.entries()) {
    const steps = stepsOf(history)
    let id = ''
    for (const [number, { at }] of steps.entries()) {
      const act = async () => {
        if (number === 0) id = await add(history, index)
        await take(id, steps.slice(0, number + 1))
      }
      acts.push({ at, act })
    }
  }
  for (const { act } of acts.toSorted((a, b) => a.at.getTime() - b.at.getTime())) await act()
}

function add({ endpoint, severity, opened }: History, index: number): Promise<string> {
  const endpointId = endpointIds[endpoint] ?? ''
  return addFinding({ checkId: `check-${index}`, endpointId, severity, openedAt: ago(opened) })
}

/** How many were overdue at an instant, said as plainly as can be. */
function overdueAt(at: Date, all: readonly History[], policies: readonly Days[]): number {
  const high = policies.findLast((days) => days.at <= at)?.high ?? null
  return all.filter((history) => {
    const now = standing(stepsOf(history).filter((step) => step.at <= at))
    if (now === null || !['open', 'acknowledged'].includes(now.status)) return false
    const own = history.endpoint === 0 ? { high, low: null, critical: 3 } : {}
    const days = { ...defaultDueDays, ...own }[now.severity]
    return days !== null && now.began.getTime() + days * dayMs <= at.getTime()
  }).length
}

function happened(which: (kind: string) => boolean, from: Date, until: Date, all: readonly History[]): number {
  return all.filter((one) => stepsOf(one).some(({ kind, at }) => which(kind) && at >= from && at < until)).length
}

const first: Days = { at: ago(200), high: 10 }
const changes = fc.array(fc.record({ day: fc.nat({ max: 90 }), high: fc.constantFrom(null, 1, 30) }), { maxLength: 2 })

test('whatever happened, each number is the count of the list that it leads to, and what a naive reading gives', async () => {
  await fc.assert(
    fc.asyncProperty(histories, changes, async (all, later) => {
      const dated = later.toSorted((a, b) => b.day - a.day).map(({ day, high }) => ({ at: ago(day), high }))
      const policies = [first, ...dated]
      await live(all, policies)
      const burn = await findingBurn(viewer, {}, now)
      const lines = [burn.totals, ...burn.severities.map(({ due }) => due)].flatMap((line) => Object.values(line))
      const weekly = burn.weeks.flatMap(({ came, settled, overdue }) => [came, settled, overdue])
      for (const { count, query } of [...lines, ...weekly]) {
        const filter = requireFilter(findingFilter, new URLSearchParams(query))
        expect([query, (await countFindings(viewer, filter, now)).count]).toEqual([query, count])
      }
      // The end of the last week is now: what held then and what holds are one.
      expect(burn.weeks.at(-1)?.overdue.count).toBe(burn.totals.overdue.count)
      expect(burn.weeks).toHaveLength(12)
      for (const { from, until, came, settled, overdue } of burn.weeks) {
        expect([until, overdue.count]).toEqual([until, overdueAt(until, all, policies)])
        expect([from, came.count]).toEqual([from, happened(begins, from, until, all)])
        expect([from, settled.count]).toEqual([from, happened(settles, from, until, all)])
      }
    }),
    { numRuns: 12 },
  )
}, 120_000)

const opened = { opened: 60, severity: 'high', steps: [] } as const

test('an environment narrows all of it', async () => {
  await live(
    [0, 1].map((endpoint) => ({ ...opened, steps: [], endpoint })),
    [first],
  )
  const burn = await findingBurn(viewer, { environment: ['production'] }, now)
  expect(burn.totals.overdue.count).toBe(1)
  // High is due after 10 days there: late at the next end of a week.
  expect(burn.weeks.map(({ overdue }) => overdue.count)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1])
  expect(burn.weeks.map(({ came }) => came.count)).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
})

test('earlier weeks are judged by what was due then: a policy that gives more time now excuses nothing', async () => {
  await live([{ ...opened, steps: [], endpoint: 0 }], [first, { at: ago(10), high: 90 }])
  const { weeks, totals } = await findingBurn(viewer, {}, now)
  expect(weeks.map(({ overdue }) => overdue.count)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0])
  expect(totals['within-30-days'].count).toBe(1)
})

test('where nothing was due before, the migration tells earlier weeks by the days that hold by default', async () => {
  const migration = readFileSync('prisma/migrations/20261123000004_posture/migration.sql', 'utf8')
  const [, rest = ''] = migration.split('-- Nothing was due before policies said days')
  const [seed = ''] = /^[\s\S]*?UPDATE finding [^;]*;/.exec(rest) ?? []
  await pool().query('UPDATE identity SET environment_id = NULL, policy = DEFAULT')
  await fc.assert(
    fc.asyncProperty(histories, async (all) => {
      const own = all.map((history) => ({ ...history, endpoint: 1 }))
      await live(own, [])
      const lived = await findingBurn(viewer, {}, now)
      await pool().query('TRUNCATE finding_due')
      await pool().query(`UPDATE finding SET due_at = NULL; --${seed}`)
      expect(await findingBurn(viewer, {}, now)).toEqual(lived)
    }),
    { numRuns: 8 },
  )
}, 120_000)
