import { beforeAll, describe, expect, test } from 'vitest'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { dayMs, hourMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { exportFormats } from '#lib/export/formats/index.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, oneRow } from '#lib/testing/estate.ts'
import { failureAt, handshakeAt } from '#lib/testing/observations.ts'
import { requireFilter } from '../filter.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { createScan } from '../scans/create-scan.ts'
import { bulkChangeEndpoints } from './bulk-change-endpoints.ts'
import { changeEndpoints } from './change-endpoints.ts'
import { countEndpoints } from './count-endpoints.ts'
import { endpointExport } from './endpoint-export.ts'
import { endpointFilter } from './filter.ts'
import { exportEndpoints, listEndpoints } from './list-endpoints.ts'

testDatabase()

const viewer: Principal = { kind: 'token', id: 't', name: 'viewer', role: 'viewer' }
const now = new Date('2026-11-23T12:00:00Z')
const ago = (ms: number) => new Date(now.getTime() - ms)
const root = createRoot({ notBefore: ago(100 * dayMs), notAfter: new Date(now.getTime() + 900 * dayMs) })
const leaf = root.issue({
  dns: ['pay.example.com'],
  notBefore: ago(dayMs),
  notAfter: new Date(now.getTime() + 30 * dayMs),
})
const ids = { site: '', other: '', identity: '', pay: '', old: '', down: '', fresh: '', mail: '', scan: '' }

beforeAll(async () => {
  ids.site = await addSite()
  ids.other = await addSite('other')
  const production = String(
    (await oneRow(`INSERT INTO environment (name, production) VALUES ('production, eu', true) RETURNING id`)).id,
  )
  ids.identity = await addIdentity('pay.example.com', { environmentId: production, owner: 'payments' })
  ids.pay = await addEndpoint(ids.site, { host: 'a-pay.example.com', identityId: ids.identity })
  ids.old = await addEndpoint(ids.site, { host: 'b-old_100%.example.com', serverName: 'legacy.example.net' })
  ids.down = await addEndpoint(ids.site, { host: 'c-down.example.com' })
  ids.fresh = await addEndpoint(ids.other, { host: 'd-fresh.example.com' })
  ids.mail = await addEndpoint(ids.site, { host: 'e-mail.example.com', port: 25, transport: 'smtp' })
  const chain = [leaf.der, root.der]
  await recordObservations(systemPrincipal, [
    { endpointId: ids.pay, observations: [handshakeAt({ at: ago(hourMs), chain })] },
    { endpointId: ids.old, observations: [handshakeAt({ at: ago(9 * dayMs), chain })] },
    { endpointId: ids.down, observations: [failureAt({ kind: 'refused' }, { at: ago(hourMs) })] },
  ])
  await changeEndpoints(systemPrincipal, [ids.mail], { enabled: false, tags: ['edge', 'mail, in'] })
  await pool().query(`UPDATE endpoint SET worst_severity = 'critical', mtls = 'ENFORCED' WHERE id = $1`, [ids.pay])
  ids.scan = (await createScan(systemPrincipal, { kind: 'manual', endpointIds: [ids.pay, ids.down] }))[0]?.id ?? ''
})

const filterOf = (query: string) => requireFilter(endpointFilter, new URLSearchParams(query))

const queries = (): [query: string, hosts: string][] => [
  ['', 'a b c d e'],
  ['q=EXAMPLE.COM', 'a b c d e'],
  ['q=_100%25', 'b'],
  ['q=legacy', 'b'],
  ['q=pay.example', 'a'],
  ['reach=reachable', 'a b'],
  ['reach=unreachable', 'c'],
  ['reach=never', 'd e'],
  ['reach=stale', 'b'],
  ['reach=never,stale', 'b d e'],
  ['outcome=handshake', 'a b'],
  ['outcome=refused,timeout', 'c'],
  ['transport=smtp', 'e'],
  ['protocol=TLSv1.3', 'a b'],
  ['protocol=TLSv1', ''],
  ['mtls=ENFORCED', 'a'],
  [`identity=${ids.identity}`, 'a'],
  ['bound=false', 'b c d e'],
  ['bound=true', 'a'],
  ['binding=hand', 'a'],
  ['binding=rule', ''],
  ['environment=production\\, eu', 'a'],
  ['environment=none', 'b c d e'],
  ['owner=payments', 'a'],
  ['owner=none', 'b c d e'],
  [`site=${ids.other}`, 'd'],
  ['tag=mail\\, in', 'e'],
  ['tag=edge,none', 'e'],
  ['enabled=false', 'e'],
  ['severity=critical', 'a'],
  ['expiresBefore=2026-12-25', 'a b'],
  ['expiresBefore=2026-12-01', ''],
  [`inScan=${ids.scan}`, 'a c'],
]

test('list, count, export and bulk mean the same endpoints by the same filter', async () => {
  for (const [query, hosts] of queries()) {
    const filter = filterOf(query)
    const page = await listEndpoints(viewer, filter, now)
    expect(page.rows.map((row) => row.host.slice(0, 1)).join(' '), query).toBe(hosts)
    expect(page.total).toEqual({ count: page.rows.length, exact: true })
    expect(await countEndpoints(viewer, filter, now)).toEqual(page.total)
    const file = exportFormats.json.stream(endpointExport, exportEndpoints(viewer, filter, now))
    const exported = JSON.parse(await new Response(file).text())
    expect(exported.map((row: { id: string }) => row.id)).toEqual(page.rows.map((row) => row.id))
    const bulk = await bulkChangeEndpoints(systemPrincipal, { filter }, { action: 'scan' }, now)
    expect(new Set(bulk.items.map((item) => item.id)), query).toEqual(new Set(page.rows.map((row) => row.id)))
  }
})

test('reachable, unreachable and never scanned part the estate', async () => {
  const all = await countEndpoints(viewer, {}, now)
  const parts = await Promise.all(
    (['reachable', 'unreachable', 'never'] as const).map((reach) => countEndpoints(viewer, { reach: [reach] }, now)),
  )
  expect(parts.reduce((sum, part) => sum + part.count, 0)).toBe(all.count)
})

describe.each(['host', '-host', 'lastScan', '-lastScan', 'expiry', '-expiry', 'severity', '-severity'])(
  'by %s',
  (sort) => {
    test('pages follow one another without a gap or a double, what is missing last', async () => {
      const all = await listEndpoints(viewer, filterOf(`sort=${sort}`), now)
      const paged: string[] = []
      let cursor: string | null = null
      do {
        const page: Awaited<ReturnType<typeof listEndpoints>> = await listEndpoints(
          viewer,
          filterOf(`sort=${sort}&limit=2${cursor === null ? '' : `&cursor=${cursor}`}`),
          now,
        )
        paged.push(...page.rows.map((row) => row.id))
        cursor = page.nextCursor
      } while (cursor !== null)
      expect(paged).toEqual(all.rows.map((row) => row.id))
    })
  },
)
