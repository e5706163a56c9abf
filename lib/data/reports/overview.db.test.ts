import { beforeAll, describe, expect, test } from 'vitest'
import { rungs } from '#lib/checks/contract.ts'
import { newId } from '#lib/core/ids.ts'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { dayMs, hourMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite } from '#lib/testing/estate.ts'
import { addFinding } from '#lib/testing/findings.ts'
import { failureAt, handshakeAt } from '#lib/testing/observations.ts'
import { overviewNumbers } from '#lib/testing/overview-numbers.ts'
import { certificateFilter } from '../certificates/filter.ts'
import { listCertificates } from '../certificates/list-certificates.ts'
import { verdictFilter } from '../compliance/filter.ts'
import { listVerdicts } from '../compliance/list-verdicts.ts'
import { endpointFilter } from '../endpoints/filter.ts'
import { listEndpoints } from '../endpoints/list-endpoints.ts'
import { requireFilter } from '../filter.ts'
import { findingFilter } from '../findings/filter.ts'
import { listFindings } from '../findings/list-findings.ts'
import { identityFilter } from '../identities/filter.ts'
import { listIdentities } from '../identities/list-identities.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { rotationFilter } from '../rotations/filter.ts'
import { listRotations } from '../rotations/list-rotations.ts'
import { getOverview, isEstateEmpty } from './overview.ts'
import type { ReportScope } from './overview-filter.ts'

testDatabase()

const viewer: Principal = { kind: 'user', id: 'vera', name: 'Vera', role: 'viewer' }
const now = new Date()
const ago = (ms: number) => new Date(now.getTime() - ms)

beforeAll(async () => {
  expect(await isEstateEmpty(viewer)).toBe(true)
  const root = createRoot()
  const site = await addSite()
  const { rows } = await pool().query(
    `INSERT INTO environment (name, production) VALUES ('production, eu', true) RETURNING id`,
  )
  const environmentId = rows[0].id
  const payments = await addIdentity('payments.example.com', { environmentId, owner: 'payments' })
  const ledger = await addIdentity('ledger.example.com')
  const retired = await addIdentity('gone.example.com', { environmentId })
  await pool().query(`UPDATE identity SET retired_at = now() WHERE id = $1`, [retired])
  const front = await addEndpoint(site, { host: 'payments.example.com', identityId: payments })
  const books = await addEndpoint(site, { host: 'ledger.example.com', identityId: ledger })
  const stray = await addEndpoint(site, { host: 'stray.example.com' })
  const blocked = await addEndpoint(site, { host: 'metadata.example.com' })
  const off = await addEndpoint(site, { host: 'off.example.com' })
  await addEndpoint(site, { host: 'never.example.com', identityId: payments })
  await pool().query('UPDATE endpoint SET enabled = false WHERE id = $1', [off])
  await pool().query('UPDATE endpoint SET created_at = $2 WHERE id = $1', [books, ago(30 * dayMs)])

  const old = root.issue({ dns: ['payments.example.com'], notBefore: ago(80 * dayMs), notAfter: ago(-10 * dayMs) })
  const fresh = root.issue({ dns: ['payments.example.com'], notBefore: ago(dayMs), notAfter: ago(-89 * dayMs) })
  const expired = root.issue({ dns: ['ledger.example.com'], notBefore: ago(90 * dayMs), notAfter: ago(2 * dayMs) })
  const short = root.issue({
    uris: ['spiffe://example.com/stray'],
    notBefore: ago(hourMs),
    notAfter: ago(-hourMs / 10),
  })
  const see = (endpointId: string, der: Uint8Array, at: Date) =>
    recordObservations(systemPrincipal, [{ endpointId, observations: [handshakeAt({ at, chain: [der, root.der] })] }])
  await see(front, old.der, ago(3 * dayMs))
  await see(front, fresh.der, ago(hourMs))
  await see(books, expired.der, ago(20 * dayMs))
  await see(stray, short.der, ago(hourMs))
  const refused = { kind: 'blocked-by-scope', rule: 'link-local' } as const
  await recordObservations(systemPrincipal, [
    { endpointId: blocked, observations: [failureAt(refused, { at: ago(hourMs) })] },
  ])

  await pool().query(
    `UPDATE identity SET encrypted = 'pass', trusted = 'pass', bound = 'fail', mutual = 'not_expected' WHERE id = $1`,
    [payments],
  )
  await pool().query(
    `UPDATE identity SET encrypted = 'pass', trusted = 'pass', bound = 'pass', current = 'pass', mutual = 'not_expected', proven = true, created_at = $2 WHERE id = $1`,
    [ledger, ago(30 * dayMs)],
  )
  await pool().query('DELETE FROM finding')
  await addFinding({ checkId: 'validity-expired', endpointId: front, severity: 'critical', openedAt: ago(hourMs) })
  await addFinding({
    checkId: 'chain-incomplete',
    endpointId: front,
    severity: 'medium',
    openedAt: ago(20 * dayMs),
    status: 'acknowledged',
  })
  await addFinding({
    checkId: 'inventory-owner-missing',
    identityId: ledger,
    severity: 'low',
    openedAt: ago(20 * dayMs),
  })
  await addFinding({ checkId: 'a-check-of-the-past', endpointId: stray, severity: 'high', openedAt: ago(2 * dayMs) })
  const closed = await addFinding({
    checkId: 'rotation-overdue',
    identityId: payments,
    severity: 'high',
    openedAt: ago(20 * dayMs),
    status: 'resolved',
  })
  const back = await addFinding({
    checkId: 'rotation-overdue',
    identityId: ledger,
    severity: 'high',
    openedAt: ago(20 * dayMs),
  })
  await pool().query('UPDATE finding SET resolved_at = $2 WHERE id = $1', [closed, ago(hourMs)])
  await pool().query(`UPDATE finding SET updated_at = opened_at WHERE opened_at < $1 AND id <> ALL ($2::uuid[])`, [
    ago(10 * dayMs),
    [closed, back],
  ])
  for (const [finding, kind, at, detail] of [
    [closed, 'opened', ago(20 * dayMs), { severity: 'critical' }],
    [closed, 'severity-changed', ago(5 * dayMs), { from: 'critical', to: 'high' }],
    [closed, 'resolved', ago(hourMs), {}],
    [back, 'opened', ago(20 * dayMs), { severity: 'high' }],
    [back, 'resolved', ago(9 * dayMs), {}],
    [back, 'reopened', ago(hourMs), { severity: 'high' }],
  ] as const) {
    await pool().query(
      `INSERT INTO finding_event (finding_id, at, kind, actor_name, detail) VALUES ($1, $2, $3, 'test', $4)`,
      [finding, at, kind, detail],
    )
  }
  await pool().query(`INSERT INTO worker (id, site_id, hostname, pid, version) VALUES ($1, $2, 'here', 1, 'v')`, [
    newId(),
    site,
  ])
})

const scopes: [name: string, scope: ReportScope][] = [
  ['everything', {}],
  ['one environment', { environment: ['production, eu'] }],
  ['no environment', { environment: ['none'] }],
]

const lists = {
  identities: async (query: string) =>
    (await listIdentities(viewer, requireFilter(identityFilter, new URLSearchParams(query)))).total.count,
  findings: async (query: string) =>
    (await listFindings(viewer, requireFilter(findingFilter, new URLSearchParams(query)))).total.count,
  certificates: async (query: string) =>
    (await listCertificates(viewer, requireFilter(certificateFilter, new URLSearchParams(query)), now)).total.count,
  endpoints: async (query: string) =>
    (await listEndpoints(viewer, requireFilter(endpointFilter, new URLSearchParams(query)), now)).total.count,
  rotations: async (query: string) =>
    (await listRotations(viewer, requireFilter(rotationFilter, new URLSearchParams(query)))).total.count,
  verdicts: async (query: string) =>
    (await listVerdicts(viewer, requireFilter(verdictFilter, new URLSearchParams(query)))).total.count,
} as const

test.each(scopes)('each number equals the list behind its link: %s', async (_name, scope) => {
  const overview = await getOverview(viewer, scope, now)
  for (const { list, count, query } of overviewNumbers(overview)) {
    expect(await lists[list](query), `${list}?${query}`).toBe(count)
  }
})

describe('over everything', () => {
  test('identities in service part by what is known of them, on every rung', async () => {
    const { ladder } = await getOverview(viewer, {}, now)
    expect(ladder.identities.count).toBe(2)
    expect([ladder.proven.yes.count, ladder.proven.no.count, ladder.proven.unknown.count]).toEqual([1, 1, 0])
    expect(ladder.rungs.map(({ rung }) => rung)).toEqual(rungs)
    for (const { states } of ladder.rungs)
      expect(Object.values(states).reduce((sum, { count }) => sum + count, 0)).toBe(2)
    expect(ladder.rungs[2]?.states.fail.count).toBe(1)
  })

  test('what expires next is ordered by the share of life that is left, and has not expired', async () => {
    const { expiries } = await getOverview(viewer, {}, now)
    expect(expiries.certificates.map(({ name }) => name)).toEqual([
      'spiffe://example.com/stray',
      'payments.example.com',
    ])
    expect(expiries.near).toBe(1)
    expect(expiries.certificates[0]?.lifeLeft).toBeCloseTo(0.09, 1)
  })

  test('a week ago is read from histories: what was resolved, came back or changed its severity since', async () => {
    const { severities } = await getOverview(viewer, {}, now)
    expect(
      Object.fromEntries(severities.severities.map(({ severity, open, before }) => [severity, [open, before]])),
    ).toEqual({
      critical: [1, 1],
      high: [2, 0],
      medium: [1, 1],
      low: [1, 1],
      info: [0, 0],
    })
    expect([severities.total, severities.totalBefore]).toEqual([5, 3])
  })

  test('a day’s changes', async () => {
    const { changes } = await getOverview(viewer, {}, now)
    const counts = [changes.opened, changes.resolved, changes.reopened, changes.rotations, changes.identities].map(
      ({ count }) => count.count,
    )
    expect(counts).toEqual([1, 1, 1, 1, 1])
  })

  test('failures stand under the rung that they break; a check of no rung, or of the past, under other', async () => {
    const { failures } = await getOverview(viewer, {}, now)
    const payments = failures.identities.find(({ name }) => name === 'payments.example.com')
    expect(
      payments?.kinds.filter(({ count }) => count > 0).map(({ kind, count, worst }) => [kind, count, worst]),
    ).toEqual([
      ['current', 1, 'critical'],
      ['other', 1, 'medium'],
    ])
    expect(failures.affected).toBe(2)
  })

  test('reached, unreachable and never scanned part the endpoints; what is switched off is none of them', async () => {
    const { coverage } = await getOverview(viewer, {}, now)
    const { endpoints, reachable, unreachable, neverScanned, refusedByScope, stale } = coverage
    expect([endpoints, reachable, unreachable, neverScanned, refusedByScope, stale].map(({ count }) => count)).toEqual([
      5, 3, 1, 1, 1, 1,
    ])
    expect(coverage.sites).toMatchObject([{ name: 'default', endpoints: 5, workers: 1 }])
  })

  test('verdicts that could not be given are told with their reasons', async () => {
    const { unassessed } = await getOverview(viewer, {}, now)
    expect(unassessed.total).toBeGreaterThan(0)
    expect(unassessed.reasons.map(({ count }) => count)).toEqual(
      unassessed.reasons.map(({ count }) => count).toSorted((a, b) => b - a),
    )
  })
})

test('an estate younger than a week is not compared with one', async () => {
  await pool().query('UPDATE endpoint SET created_at = now()')
  const { severities } = await getOverview(viewer, {}, now)
  expect(severities.totalBefore).toBeNull()
})
