import { beforeAll, describe, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { dayMs, hourMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, oneRow } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { changeEndpoints } from '../endpoints/change-endpoints.ts'
import { evaluateDue } from '../evaluation/evaluate-due.ts'
import { evaluateSubjects } from '../evaluation/evaluate-subjects.ts'
import { requireFilter } from '../filter.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { dueFilter } from './due-filter.ts'
import { rotationFilter } from './filter.ts'
import { countDue, exportDue, listDue, listDueByLife } from './list-due.ts'
import { countRhythms, exportRhythms, listRhythms } from './list-rhythms.ts'
import { countRotationsOf } from './list-rotations.ts'
import { rhythmFilter } from './rhythm-filter.ts'
import { summariseDue } from './summarise-due.ts'
import { summariseReadiness } from './summarise-readiness.ts'

testDatabase()

const now = new Date('2026-11-23T12:00:00Z')
const root = createRoot({ notBefore: new Date('2015-01-01T00:00:00Z'), notAfter: new Date('2040-01-01T00:00:00Z') })
const ids = { svid: '', yearly: '', late: '', kept: '', seldom: '', unmoved: '' }
let stray = ''

/** Rotations each `everyMs`, at the same share of the life, watched at each share of `looks`; the newest is `agedMs` old. */
interface Habit {
  readonly lifeMs: number
  readonly everyMs: number
  readonly times: number
  readonly agedMs: number
  readonly looks?: readonly number[]
  readonly keepKey?: boolean
}

async function live(endpointId: string, habit: Habit): Promise<void> {
  const { lifeMs, everyMs, times, agedMs, looks = [0, 0.98] } = habit
  const start = now.getTime() - agedMs - times * everyMs
  const kept = root.issue({ dns: ['x.example.com'] }).key
  for (let step = 0; step <= times; step += 1) {
    const from = start + step * everyMs
    const { der } = root.issue({
      dns: ['x.example.com'],
      notBefore: new Date(from),
      notAfter: new Date(from + lifeMs - 1000),
      ...(habit.keepKey ? { key: kept } : {}),
    })
    for (const look of looks) {
      const at = new Date(Math.min(from + look * everyMs, now.getTime()))
      await recordObservations(systemPrincipal, [
        { endpointId, observations: [handshakeAt({ at, chain: [der, root.der] })] },
      ])
    }
  }
}

beforeAll(async () => {
  const site = await addSite()
  const subject = async (name: string, habit: Habit, more: Parameters<typeof addIdentity>[1] = {}) => {
    const identityId = await addIdentity(name, more)
    await live(await addEndpoint(site, { identityId }), habit)
    return identityId
  }
  ids.svid = await subject(
    'spiffe://estate/svid',
    { lifeMs: hourMs, everyMs: hourMs / 2, times: 5, agedMs: hourMs / 4 },
    { kind: 'spiffe', owner: 'mesh' },
  )
  ids.yearly = await subject('yearly.example.com', {
    lifeMs: 398 * dayMs,
    everyMs: 199 * dayMs,
    times: 5,
    agedMs: 99.5 * dayMs,
  })
  ids.late = await subject('late.example.com', {
    lifeMs: 90 * dayMs,
    everyMs: 88 * dayMs,
    times: 4,
    agedMs: 84 * dayMs,
  })
  ids.kept = await subject('kept.example.com', {
    lifeMs: 90 * dayMs,
    everyMs: 30 * dayMs,
    times: 3,
    agedMs: 70 * dayMs,
    keepKey: true,
  })
  ids.seldom = await subject('seldom.example.com', {
    lifeMs: hourMs,
    everyMs: dayMs,
    times: 5,
    agedMs: hourMs / 4,
    looks: [0],
  })
  ids.unmoved = await subject(
    'unmoved.example.com',
    { lifeMs: 90 * dayMs, everyMs: 0, times: 0, agedMs: 10 * dayMs },
    { policy: { rotationIntervalSeconds: 8 * 86400 } },
  )
  stray = await addEndpoint(site, { host: 'stray.example.com' })
  await live(stray, { lifeMs: 90 * dayMs, everyMs: 0, times: 0, agedMs: dayMs })
  await evaluateSubjects(systemPrincipal, { endpointIds: [stray], identityIds: Object.values(ids) }, now)
})

const dueQuery = (query: string) => requireFilter(dueFilter, new URLSearchParams(query))
const rhythmQuery = (query: string) => requireFilter(rhythmFilter, new URLSearchParams(query))
const rhythmOf = async (id: string) => {
  const [row] = (await listRhythms(systemPrincipal, rhythmQuery(`identity=${id}`), now)).rows
  if (!row) throw new Error('no row')
  return row
}

describe('an hour and 398 days, rotated at half of the life', () => {
  test('have learned the same rhythm, and stand at the same place', async () => {
    const [svid, yearly] = [await rhythmOf(ids.svid), await rhythmOf(ids.yearly)]
    for (const row of [svid, yearly]) {
      expect(row).toMatchObject({
        state: 'on-time',
        basis: 'rhythm',
        rotations: 5,
        measuredSteps: 5,
        late: 0,
        keptKeys: 0,
      })
      expect(row.typicalShare).toBeCloseTo(0.495, 2)
      expect(row.spreadShare).toBeCloseTo(0, 2)
      expect(row.ageSeconds / row.lifetimeSeconds).toBeCloseTo(0.25, 2)
      expect(row.allowedSeconds / row.lifetimeSeconds).toBeCloseTo(0.62, 2)
    }
  })

  test.each([
    [0.3, 'due'],
    [0.45, 'overdue'],
    [0.76, 'missed'],
  ])('when another %d of the life has passed, both are %s', async (share, state) => {
    for (const [id, lifeMs] of [
      [ids.svid, hourMs],
      [ids.yearly, 398 * dayMs],
    ] as const) {
      const later = new Date(now.getTime() + share * lifeMs)
      const [row] = (await listRhythms(systemPrincipal, rhythmQuery(`identity=${id}`), later)).rows
      expect(row?.state).toBe(state)
    }
  })
})

test('rotations in the last tenth of the life are a late pattern, and the next one is due by the life', async () => {
  expect(await rhythmOf(ids.late)).toMatchObject({
    state: 'overdue',
    basis: 'share of life',
    late: 4,
    signs: ['late-pattern'],
  })
})

test('a kept key is told, and a rotation that did not come for two intervals was missed', async () => {
  expect(await rhythmOf(ids.kept)).toMatchObject({ state: 'missed', basis: 'rhythm', keptKeys: 3, signs: ['key-kept'] })
})

test('who is looked at once a day shows no rhythm of an hour, and nothing that was not seen is called late', async () => {
  expect(await rhythmOf(ids.seldom)).toMatchObject({
    rotations: 5,
    measuredSteps: 0,
    typicalShare: null,
    basis: 'share of life',
    late: 0,
    signs: [],
  })
})

test('policy goes before rhythm', async () => {
  expect(await rhythmOf(ids.unmoved)).toMatchObject({ state: 'overdue', basis: 'policy', intervalSeconds: 8 * 86400 })
})

describe.each([
  ['', 7],
  ['state=missed', 1],
  ['state=overdue', 2],
  ['state=on-time', 4],
  ['state=missed,overdue', 3],
  ['sign=key-kept', 1],
  ['sign=late-pattern,key-kept', 2],
  ['basis=policy', 1],
  ['owner=mesh', 1],
  ['owner=none', 6],
  ['q=STRAY', 1],
  ['q=nobody', 0],
  [`dueBefore=${now.toISOString()}`, 3],
  [`dueAfter=${now.toISOString()}`, 4],
])('what is due, by %j', (query, count) => {
  test(`is the same ${count} as list, count, export and pages, in each order`, async () => {
    for (const sort of ['due', '-due', 'expiry', 'name', '-name']) {
      const filter = dueQuery(`${query}&sort=${sort}`)
      const { rows } = await listDue(systemPrincipal, filter, now)
      expect(rows).toHaveLength(count)
      expect(await countDue(systemPrincipal, filter, now)).toEqual({ count, exact: true })
      const exported: string[] = []
      for await (const row of exportDue(systemPrincipal, filter, now)) exported.push(row.id)
      expect(exported).toEqual(rows.map(({ id }) => id))
      const paged: string[] = []
      let cursor: string | undefined
      do {
        const page = await listDue(systemPrincipal, { ...filter, limit: 2, cursor }, now)
        paged.push(...page.rows.map(({ id }) => id))
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
      expect(paged).toEqual(exported)
    }
  })
})

test('the counts of states and signs lead to exactly what they count', async () => {
  const summary = await summariseDue(systemPrincipal, dueQuery(''), now)
  for (const [state, count] of Object.entries(summary.states)) {
    expect(await countDue(systemPrincipal, dueQuery(`state=${state}`), now)).toEqual(count)
  }
  for (const [sign, count] of Object.entries(summary.signs)) {
    expect(await countRhythms(systemPrincipal, rhythmQuery(`sign=${sign}`), now)).toEqual(count)
  }
  expect(summary.signs['key-kept']).toEqual({ count: 1, exact: true })
})

test.each(['due', 'name', '-typical', 'spread', 'gap'])('rhythms by %s: list, pages and export agree', async (sort) => {
  const filter = rhythmQuery(`sort=${sort}`)
  const { rows, total } = await listRhythms(systemPrincipal, filter, now)
  expect([rows.length, total.count]).toEqual([6, 6])
  const exported: string[] = []
  for await (const row of exportRhythms(systemPrincipal, filter, now)) exported.push(row.id)
  const paged: string[] = []
  let cursor: string | undefined
  do {
    const page = await listRhythms(systemPrincipal, { ...filter, limit: 2, cursor }, now)
    paged.push(...page.rows.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(exported).toEqual(rows.map(({ id }) => id))
  expect(paged).toEqual(exported)
})

test('the counts of an identity are those of the history', async () => {
  for (const row of (await listRhythms(systemPrincipal, rhythmQuery(''), now)).rows) {
    const count = async (more: string) => {
      const filter = requireFilter(rotationFilter, new URLSearchParams(`identity=${row.id}${more}`))
      return (await countRotationsOf(systemPrincipal, filter)).count
    }
    const counted = [await count(''), await count('&kept=true'), await count('&late=true')]
    expect(counted).toEqual([row.rotations, row.keptKeys, row.late])
  }
})

test('lives of hours and of months are drawn apart', async () => {
  const classes = await listDueByLife(systemPrincipal, dueQuery(''), 3, now)
  expect(classes.map((rows) => rows.length)).toEqual([2, 3])
})

describe('readiness', () => {
  test('of public certificates is by the schedule, with the reasons, and each count leads to its list', async () => {
    await pool().query(
      `UPDATE identity_rotation SET public_limits = true, ready_200 = 'ready', ready_100 = 'not-ready',
      reasons = '{"100": ["gap"]}', ready_policy = NULL WHERE identity_id = $1`,
      [ids.yearly],
    )
    const summary = await summariseReadiness(systemPrincipal, rhythmQuery(''), now)
    for (const { count, query } of summary.steps.flatMap(({ counts }) => counts)) {
      expect((await countRhythms(systemPrincipal, rhythmQuery(query), now)).count).toBe(count)
    }
    expect(summary.steps[1]?.counts.map(({ count }) => count)).toEqual([0, 1, 0])
    expect((await countRhythms(systemPrincipal, rhythmQuery(summary.unknown.query), now)).count).toBe(
      summary.unknown.count,
    )
    expect((await rhythmOf(ids.yearly)).reasons).toEqual({ 100: ['gap'] })
  })

  test('of private ones is by their policy, and follows its changes without a scan', async () => {
    await pool().query(`UPDATE identity SET policy = '{"maxValiditySeconds": 86400}' WHERE id = $1`, [ids.svid])
    const { id: storeId } = await oneRow(
      `INSERT INTO trust_store (name, source, as_of, version) VALUES ('private', 'upload', now(), '1') RETURNING id`,
    )
    await pool().query('UPDATE identity SET trust_store_id = $1', [storeId])
    await evaluateSubjects(systemPrincipal, { endpointIds: [], identityIds: [ids.svid, ids.unmoved] }, now)
    expect(await rhythmOf(ids.svid)).toMatchObject({ publicLimits: false, readyPolicy: 'ready', ready47: null })
    expect(await rhythmOf(ids.unmoved)).toMatchObject({ readyPolicy: 'not-ready', reasons: { policy: ['age'] } })
  })

  test('what people say of the renewal counts against it', async () => {
    await pool().query(`UPDATE identity SET declared = '{"renewal": "manual"}' WHERE id = $1`, [ids.svid])
    await evaluateSubjects(systemPrincipal, { endpointIds: [], identityIds: [ids.svid] }, now)
    expect(await rhythmOf(ids.svid)).toMatchObject({ readyPolicy: 'not-ready', renewal: 'manual' })
    expect((await countRhythms(systemPrincipal, rhythmQuery('renewal=manual'), now)).count).toBe(1)
  })
})

test('what is no longer served is due no more', async () => {
  await changeEndpoints(systemPrincipal, [stray], { enabled: false })
  expect((await countDue(systemPrincipal, dueQuery('q=stray'), now)).count).toBe(0)
  await pool().query('UPDATE identity SET retired_at = now(), reevaluate_at = $2 WHERE id = $1', [ids.kept, now])
  while ((await evaluateDue(now)) > 0);
  expect((await countDue(systemPrincipal, dueQuery(`identity=${ids.kept}`), now)).count).toBe(0)
  expect((await countRhythms(systemPrincipal, rhythmQuery(`identity=${ids.kept}`), now)).count).toBe(0)
})

test('a cursor of another order is refused', async () => {
  const { nextCursor } = await listDue(systemPrincipal, dueQuery('limit=1'), now)
  await expect(listDue(systemPrincipal, dueQuery(`sort=name&cursor=${nextCursor}`), now)).rejects.toMatchObject({
    code: 'invalid-input',
  })
})
