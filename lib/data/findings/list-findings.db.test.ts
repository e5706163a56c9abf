import { beforeAll, describe, expect, test } from 'vitest'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { exportFormats } from '#lib/export/formats/index.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite } from '#lib/testing/estate.ts'
import { addFinding } from '#lib/testing/findings.ts'
import { filterToQuery, requireFilter } from '../filter.ts'
import { createUser } from '../users/create-user.ts'
import { bulkChangeFindings } from './bulk-change-findings.ts'
import { countFindings } from './count-findings.ts'
import { findingFilter } from './filter.ts'
import { findingChange } from './finding-change.ts'
import { findingExport } from './finding-export.ts'
import { findingGroupings, groupFindings } from './group-findings.ts'
import { exportFindings, listFindings } from './list-findings.ts'

testDatabase()

const viewer: Principal = { kind: 'token', id: 't', name: 'viewer', role: 'viewer' }
const day = (count: number) => new Date(Date.UTC(2026, 10, count))
const ids = { payments: '', ledger: '', endpoint: '', stray: '', ada: '' }

beforeAll(async () => {
  const site = await addSite()
  const { rows } = await pool().query(
    `INSERT INTO environment (name, production) VALUES ('production', true) RETURNING id`,
  )
  ids.ada = await createUser(systemPrincipal, {
    name: 'Ada',
    email: 'ada@example.test',
    password: 'correct horse battery',
    role: 'analyst',
  })
  ids.payments = await addIdentity('payments.example.com', { owner: 'payments, team', environmentId: rows[0].id })
  ids.ledger = await addIdentity('ledger.example.com')
  ids.endpoint = await addEndpoint(site, { host: 'payments.example.com', identityId: ids.payments })
  ids.stray = await addEndpoint(site, { host: 'stray_100%.example.com' })
  await addFinding({ checkId: 'validity-expired', endpointId: ids.endpoint, severity: 'critical', openedAt: day(1) })
  await addFinding({
    checkId: 'chain-incomplete',
    endpointId: ids.endpoint,
    severity: 'medium',
    openedAt: day(2),
    status: 'acknowledged',
    assigneeId: ids.ada,
  })
  await addFinding({ checkId: 'rotation-overdue', identityId: ids.payments, severity: 'medium', openedAt: day(3) })
  await addFinding({
    checkId: 'rotation-overdue',
    identityId: ids.ledger,
    severity: 'high',
    openedAt: day(4),
    status: 'accepted',
  })
  await addFinding({
    checkId: 'validity-expired',
    endpointId: ids.stray,
    severity: 'high',
    openedAt: day(5),
    status: 'false_positive',
  })
  await addFinding({
    checkId: 'a-check-of-the-past',
    endpointId: ids.stray,
    severity: 'low',
    openedAt: day(6),
    status: 'resolved',
  })
  await addFinding({ checkId: 'chain-incomplete', endpointId: ids.stray, severity: 'medium', openedAt: day(7) })
})

beforeAll(async () => {
  await pool().query(
    `UPDATE finding SET due_at = opened_at + interval '1 second' WHERE severity = 'medium' AND status IN ('open', 'acknowledged')`,
  )
  const proposal = { until: day(30), reason: 'why', byId: null, byName: 'Ana', at: day(8) }
  await pool().query(`UPDATE finding SET proposal = $1 WHERE severity = 'critical'`, [proposal])
})

const filterOf = (query: string) => requireFilter(findingFilter, new URLSearchParams(query))

const queries = (): [query: string, count: number][] => [
  ['', 4],
  ['status=all', 7],
  ['status=accepted,false-positive', 2],
  ['severity=medium', 3],
  ['check=chain-incomplete', 2],
  ['status=all&check=a-check-of-the-past', 1],
  ['group=validity-and-rotation', 2],
  ['environment=production', 3],
  ['environment=none', 1],
  ['owner=payments\\, team', 3],
  ['status=all&owner=none', 4],
  ['status=all&owner=none,payments\\, team', 7],
  [`identity=${ids.payments}`, 3],
  ['status=all&bound=false', 3],
  [`endpoint=${ids.stray}`, 1],
  [`assignee=${ids.ada}`, 1],
  ['assignee=none', 3],
  ['openedAfter=2026-11-03', 2],
  ['openedBefore=2026-11-03T00:00:00Z', 2],
  ['q=INCOMPLETE CHAIN', 2],
  ['status=all&q=_100%25', 3],
  ['due=overdue', 3],
  ['due=none', 1],
  ['due=overdue,none', 4],
  ['due=within-7-days,within-30-days,later', 0],
  ['waiting=true', 1],
  ['status=all&waiting=false', 6],
  ['status=all&cameAfter=2026-11-02&cameBefore=2026-11-04', 0],
  ['q=ledger', 0],
  ['status=all&q=ledger', 1],
]

test('list, count, export, groups and bulk mean the same findings by the same filter', async () => {
  for (const [query, count] of queries()) {
    const filter = filterOf(query)
    const page = await listFindings(viewer, filter)
    const exported = JSON.parse(
      await new Response(exportFormats.json.stream(findingExport, exportFindings(viewer, filter))).text(),
    )
    expect([query, page.rows.length], query).toEqual([query, count])
    expect(page.total).toEqual({ count, exact: true })
    expect(await countFindings(viewer, filter)).toEqual(page.total)
    expect(exported.map((row: { id: string }) => row.id)).toEqual(page.rows.map((row) => row.id))
    for (const by of findingGroupings) {
      const { groups } = await groupFindings(viewer, filter, by)
      expect(groups.reduce((sum, group) => sum + group.total, 0)).toBe(count)
      for (const group of groups) {
        const narrowed = filterOf(filterToQuery(filter, group.narrowed))
        expect((await countFindings(viewer, narrowed)).count, `${query} by ${by}: ${group.name}`).toBe(group.total)
      }
    }
    if (count > 0) {
      const bulk = await bulkChangeFindings(
        systemPrincipal,
        { filter },
        findingChange.parse({ action: 'comment', text: query || 'all' }),
      )
      expect(new Set(bulk.items.map((item) => item.id))).toEqual(new Set(page.rows.map((row) => row.id)))
    }
  }
})

describe('order and pages', () => {
  test.each([
    ['-severity', ['critical', 'high', 'high', 'medium', 'medium', 'medium', 'low']],
    ['severity', ['low', 'medium', 'medium', 'medium', 'high', 'high', 'critical']],
  ])('%s is by how bad it is, not by the alphabet', async (sort, expected) => {
    const { rows } = await listFindings(viewer, filterOf(`status=all&sort=${sort}`))
    expect(rows.map((row) => row.severity)).toEqual(expected)
  })

  test.each(['severity', '-severity', 'opened', '-opened', 'lastSeen', '-lastSeen', 'due', '-due'])(
    '%s: pages follow one another without a gap or a double',
    async (sort) => {
      const whole = await listFindings(viewer, filterOf(`status=all&sort=${sort}`))
      const seen: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const page = await listFindings(
          viewer,
          filterOf(`status=all&sort=${sort}&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`),
        )
        seen.push(...page.rows.map((row) => row.id))
        cursor = page.nextCursor
      }
      expect(seen).toEqual(whole.rows.map((row) => row.id))
    },
  )

  test('a finding of a check that is no more keeps its id as its title', async () => {
    const { rows } = await listFindings(viewer, filterOf('status=resolved'))
    expect(rows).toMatchObject([
      { title: 'a-check-of-the-past', group: null, subjectName: 'stray_100%.example.com:443' },
    ])
  })
})
