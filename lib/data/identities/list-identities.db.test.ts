import { beforeAll, expect, test } from 'vitest'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { exportFormats } from '#lib/export/formats/index.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows } from '#lib/testing/estate.ts'
import { requireFilter } from '../filter.ts'
import { bulkChangeIdentities } from './bulk-change-identities.ts'
import { countIdentities } from './count-identities.ts'
import { identityFilter, identitySorts } from './filter.ts'
import { identityExport } from './identity-export.ts'
import { exportIdentities, listIdentities } from './list-identities.ts'

testDatabase()

const viewer: Principal = { kind: 'token', id: 't', name: 'viewer', role: 'viewer' }
const filterOf = (query: string) => requireFilter(identityFilter, new URLSearchParams(query))
const day = (count: number) => new Date(Date.UTC(2026, 10, count))
let environmentId: string

beforeAll(async () => {
  const { rows } = await pool().query(
    `INSERT INTO environment (name, production) VALUES ('production', true) RETURNING id`,
  )
  environmentId = rows[0].id
  const payments = await addIdentity('payments.example.com', { owner: 'payments, team', environmentId })
  await addEndpoint(await addSite(), { identityId: payments })
  await addIdentity('ledger_100%.example.com', { owner: 'ledger' })
  await addIdentity('spiffe://example.org/mesh', { kind: 'spiffe', environmentId })
  await addIdentity('old.example.com')
  const state = (name: string, set: string) =>
    pool().query(`UPDATE identity SET ${set} WHERE name LIKE $1`, [`${name}%`])
  const all = `encrypted = 'pass', trusted = 'pass', bound = 'pass', current = 'pass', mutual = 'not_expected', proven = true`
  await state(
    'payments',
    `${all}, endpoint_count = 1, next_expiry_at = '${day(10).toISOString()}', last_seen_at = '${day(3).toISOString()}'`,
  )
  await state('ledger', `trusted = 'fail', worst_severity = 'critical', open_findings = 3, criticality = 'high'`)
  await state(
    'spiffe',
    `worst_severity = 'low', open_findings = 1, origin = 'rule', next_expiry_at = '${day(20).toISOString()}'`,
  )
  await state('old', `retired_at = '${day(1).toISOString()}', trusted = 'fail'`)
})

const queries: [query: string, count: number][] = [
  ['', 3],
  ['retired=all', 4],
  ['retired=yes', 1],
  ['proven=yes', 1],
  ['proven=no', 1],
  ['proven=unknown', 1],
  ['proven=yes,no,unknown', 3],
  ['trusted=fail', 1],
  ['retired=all&trusted=fail', 2],
  ['encrypted=not-assessed', 2],
  ['mutual=not-expected', 1],
  ['kind=spiffe', 1],
  ['environment=production', 2],
  ['environment=none', 1],
  ['owner=payments\\, team', 1],
  ['owner=none,ledger', 2],
  ['criticality=high', 1],
  ['severity=critical,low', 2],
  ['severity=none', 1],
  ['origin=rule', 1],
  ['expiresBefore=2026-11-15', 1],
  ['endpoints=false', 2],
  ['endpoints=true', 1],
  ['q=_100%25', 1],
  ['q=EXAMPLE.ORG', 1],
]

test.each(queries)('list, count and export mean the same identities: %s', async (query, count) => {
  const filter = filterOf(query)
  const page = await listIdentities(viewer, filter)
  const file = await new Response(exportFormats.json.stream(identityExport, exportIdentities(viewer, filter))).text()
  expect(page.rows).toHaveLength(count)
  expect(page.total).toEqual({ count, exact: true })
  expect(await countIdentities(viewer, filter)).toEqual(page.total)
  expect(JSON.parse(file).map((row: { id: string }) => row.id)).toEqual(page.rows.map((row) => row.id))
})

test.each(identitySorts.flatMap((key) => [key, `-${key}`]))(
  '%s: pages follow one another without a gap or a double',
  async (sort) => {
    const whole = await listIdentities(viewer, filterOf(`retired=all&sort=${sort}`))
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = await listIdentities(
        viewer,
        filterOf(`retired=all&sort=${sort}&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`),
      )
      seen.push(...page.rows.map((row) => row.id))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(whole.rows.map((row) => row.id))
  },
)

test('the worst come first, by how bad they are', async () => {
  const { rows } = await listIdentities(viewer, filterOf(''))
  expect(rows.map((row) => row.worstSeverity)).toEqual(['critical', 'low', null])
})

test('a bulk change takes those that the filter means, says of each what became of it, and is audited once for each', async () => {
  const filter = filterOf('kind=dns')
  const { rows } = await listIdentities(viewer, filter)
  const result = await bulkChangeIdentities(systemPrincipal, { filter }, { owner: 'ledger', environmentId })
  expect(new Set(result.items.map(({ id }) => id))).toEqual(new Set(rows.map(({ id }) => id)))
  expect(result.counts).toEqual({ changed: 2, unchanged: 0, 'not-found': 0 })
  expect(await countRows('audit_entry', `action = 'identity.update'`)).toBe(2)
  const missing = '00000000-0000-7000-8000-000000000000'
  const ids = [...rows.map(({ id }) => id), missing]
  const again = await bulkChangeIdentities(systemPrincipal, { ids }, { owner: 'ledger' })
  expect(again.items).toEqual(ids.map((id) => ({ id, outcome: id === missing ? 'not-found' : 'unchanged' })))
  await expect(bulkChangeIdentities(viewer, { ids }, { owner: null })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(bulkChangeIdentities(systemPrincipal, { ids }, { environmentId: missing })).rejects.toMatchObject({
    code: 'invalid-input',
  })
})
