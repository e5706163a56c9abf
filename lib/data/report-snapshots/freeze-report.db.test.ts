import { beforeAll, describe, expect, test } from 'vitest'
import { assessFramework } from '#lib/compliance/assess.ts'
import { findFramework } from '#lib/compliance/catalogues/index.ts'
import { rowKeys } from '#lib/compliance/report-rows.ts'
import { type ReportRowKind, type ReportRows, reportRowKinds } from '#lib/compliance/report-snapshot.ts'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows } from '#lib/testing/estate.ts'
import { failureAt, handshakeAt } from '#lib/testing/observations.ts'
import { complianceReport } from '../compliance/compliance-report.ts'
import { evaluateSubjects } from '../evaluation/evaluate-subjects.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { cancelReport, createReport, deleteReport } from './change-reports.ts'
import { openReport, reportSource } from './open-report.ts'
import { tooOld } from './read-verdicts.ts'
import { getReport } from './reports.ts'
import { reportableIds, reportRequest } from './request.ts'
import { workAtReport } from './work-at-report.ts'

testDatabase()

const viewer: Principal = { kind: 'token', id: 't', name: 'Vera', role: 'viewer' }
const analyst: Principal = { ...viewer, name: 'Ana', role: 'analyst' }
const admin: Principal = { ...viewer, name: 'Ada', role: 'admin' }
const now = new Date()
const inDays = (days: number) => new Date(now.getTime() + days * dayMs)
const ids = { payments: '', ledger: '', expired: '', healthy: '', dark: '' }

beforeAll(async () => {
  const site = await addSite()
  ids.payments = await addIdentity('payments.example.com', { owner: 'payments' })
  ids.ledger = await addIdentity('ledger.example.com', { owner: 'ledger' })
  ids.expired = await addEndpoint(site, { host: 'payments.example.com', identityId: ids.payments })
  ids.healthy = await addEndpoint(site, { host: 'ledger.example.com', identityId: ids.ledger })
  ids.dark = await addEndpoint(site, { host: 'dark.example.com', identityId: ids.ledger })
  await addEndpoint(site, { host: 'waiting.example.com' })
  const root = createRoot({ notBefore: inDays(-400) })
  const ended = root.issue({ dns: ['payments.example.com'], notBefore: inDays(-90), notAfter: inDays(-1) })
  const fresh = root.issue({ dns: ['ledger.example.com'], notBefore: inDays(-11), notAfter: inDays(60) })
  await recordObservations(systemPrincipal, [
    { endpointId: ids.expired, observations: [handshakeAt({ at: now, chain: [ended.der, root.der] })] },
    { endpointId: ids.healthy, observations: [handshakeAt({ at: inDays(-10), chain: [fresh.der, root.der] })] },
    { endpointId: ids.dark, observations: [failureAt({ kind: 'timeout', during: 'connect' }, { at: now })] },
  ])
  const endpointIds = [ids.expired, ids.healthy, ids.dark]
  await evaluateSubjects(systemPrincipal, { endpointIds, identityIds: [ids.payments, ids.ledger] }, now)
})

const attempt = { signal: new AbortController().signal, lastAttempt: false }

async function order(change: object = {}): Promise<string> {
  return createReport(analyst, reportRequest.parse({ name: 'Quarter', frameworks: reportableIds, ...change }))
}

async function made(change: object = {}): Promise<string> {
  const id = await order(change)
  await workAtReport(id, attempt)
  return id
}

async function all<Kind extends ReportRowKind>(id: string, kind: Kind): Promise<ReportRows[Kind][]> {
  return Array.fromAsync((await reportSource(viewer, id)).rows(kind))
}

async function everything(id: string) {
  const { summary, sha256 } = await reportSource(viewer, id)
  const kinds = await Promise.all(reportRowKinds.map((kind) => all(id, kind)))
  return JSON.stringify([summary, sha256, kinds])
}

test('says of each control what the live report says, and its counts are those of its rows', async () => {
  const id = await made()
  const { summary } = await openReport(viewer, id)
  const verdicts = await all(id, 'verdict')
  expect(summary.rows.verdict).toBe(verdicts.length)
  expect(summary.coverage.verdicts).toBe(verdicts.length)
  for (const frozen of summary.frameworks) {
    const framework = findFramework(frozen.id)
    if (framework === null) throw new Error('the catalogue has changed')
    const live = await complianceReport(viewer, { framework, scope: {} })
    expect(frozen.totals).toEqual(live.totals)
    expect(
      frozen.controls.map(({ control, status, counts, findings }) => [control.id, status, counts, findings]),
    ).toEqual(live.controls.map(({ control, status, counts, findings }) => [control.id, status, counts, findings]))
    expect(frozen.totals).toEqual(assessFramework(framework, countsOf(verdicts)).totals)
  }
  for (const check of summary.checks)
    expect([check.pass, check.fail, check.notApplicable, check.notAssessed]).toEqual(
      (['pass', 'fail', 'not-applicable', 'not-assessed'] as const).map(
        (outcome) => verdicts.filter((row) => row.checkId === check.id && row.outcome === outcome).length,
      ),
    )
  expect(summary.ladder.identities).toBe(2)
  for (const states of Object.values(summary.ladder.rungs))
    expect(Object.values(states).reduce((sum, count) => sum + count)).toBe(2)
})

function countsOf(verdicts: readonly ReportRows['verdict'][]) {
  return [...Map.groupBy(verdicts, ({ checkId, outcome }) => `${checkId} ${outcome}`).values()].flatMap(
    ([first, ...rest]) =>
      first ? [{ checkId: first.checkId, outcome: first.outcome, count: rest.length + 1, affected: 0 }] : [],
  )
}

test('its rows stand in order, and refer to nothing that it does not hold', async () => {
  const id = await made()
  const [verdicts, findings, observations, certificates] = [
    await all(id, 'verdict'),
    await all(id, 'finding'),
    await all(id, 'observation'),
    await all(id, 'certificate'),
  ]
  expect(isAscending(verdicts.map(rowKeys.verdict))).toBe(true)
  expect(isAscending(findings.map(rowKeys.finding))).toBe(true)
  const seen = new Set(observations.map(({ id: one }) => one))
  const shown = new Set(certificates.map(({ sha256 }) => sha256))
  const found = new Set(findings.map(({ id: one }) => one))
  for (const { observationIds, certificateSha256, findingId } of verdicts) {
    for (const observation of observationIds) expect(seen).toContain(observation)
    if (certificateSha256 !== null) expect(shown).toContain(certificateSha256)
    if (findingId !== null) expect(found).toContain(findingId)
  }
  for (const { chain } of observations) for (const sha256 of chain) expect(shown).toContain(sha256)
  expect(observations.length).toBe(2)
  expect(certificates.map(({ servedAt }) => servedAt.join()).toSorted()).toEqual([
    'ledger.example.com:443',
    'ledger.example.com:443,payments.example.com:443',
    'payments.example.com:443',
  ])
})

function isAscending(keys: readonly string[]): boolean {
  return keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key)
}

describe('a scope', () => {
  test('holds the report to what it names, and what is frozen are names', async () => {
    const id = await made({ scope: { identity: [ids.payments], owner: ['payments'] } })
    const { summary } = await openReport(viewer, id)
    expect(summary.scope.identity).toEqual([{ id: ids.payments, name: 'payments.example.com' }])
    expect(summary.coverage).toMatchObject({ identities: 1, endpoints: 1 })
    expect(new Set((await all(id, 'verdict')).map(({ owner }) => owner))).toEqual(new Set(['payments']))
    expect((await all(id, 'observation')).map(({ host }) => host)).toEqual(['payments.example.com'])
  })

  test('takes no evidence from before its date: what rests on it is not assessed', async () => {
    const id = await made({ scope: { evidenceSince: inDays(-5).toISOString() } })
    const { summary } = await openReport(viewer, id)
    const old = (await all(id, 'verdict')).filter(
      ({ observedAt }) => observedAt !== null && observedAt < inDays(-5).toISOString(),
    )
    expect(old.length).toBeGreaterThan(0)
    expect(new Set(old.map(({ outcome }) => outcome))).toEqual(new Set(['not-assessed']))
    expect(old.filter(({ reason }) => reason === tooOld).length).toBeGreaterThan(0)
    expect(summary.notAssessed.some(({ reason }) => reason === tooOld)).toBe(true)
    expect(summary.ladder.rungs.encrypted['not-assessed']).toBeGreaterThan(0)
  })

  test('with an identity that is not there is refused', async () => {
    const missing = { scope: { identity: ['00000000-0000-7000-8000-000000000000'] } }
    await expect(order(missing)).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

test('shows the same after the estate was changed, renamed, accepted, deleted and judged by another version', async () => {
  await pool().query(
    `WITH accepted AS (UPDATE finding SET status = 'accepted', accepted_until = $1, reason = '=later', approver_name = 'Ada'
                        WHERE check_id = 'validity-expired' RETURNING id)
     INSERT INTO finding_event (finding_id, kind, actor_name) SELECT id, 'accepted', 'Ana' FROM accepted`,
    [inDays(10)],
  )
  const id = await made()
  const before = await everything(id)
  expect((await openReport(viewer, id)).summary.exceptions).toMatchObject([
    {
      checkId: 'validity-expired',
      status: 'accepted',
      owner: 'payments',
      reason: '=later',
      decidedBy: 'Ana',
      approver: 'Ada',
    },
  ])
  const db = pool()
  await db.query(`UPDATE identity SET name = 'other.example.com', owner = 'others' WHERE id = $1`, [ids.ledger])
  await db.query(`UPDATE endpoint SET host = 'moved.example.com' WHERE id = $1`, [ids.healthy])
  await db.query('DELETE FROM endpoint WHERE id = $1', [ids.expired])
  await db.query('DELETE FROM identity WHERE id = $1', [ids.payments])
  await db.query(`UPDATE verdict SET outcome = 'fail', check_id = 'of-another-version-' || check_id`)
  await db.query('DELETE FROM certificate')
  expect(await everything(id)).toBe(before)
})

describe('a report that is made', () => {
  test('and was cancelled or deleted meanwhile leaves nothing behind', async () => {
    const id = await order()
    await cancelReport(analyst, id)
    await workAtReport(id, attempt)
    expect(await getReport(viewer, id)).toMatchObject({ status: 'cancelled', summary: null })
    await expect(cancelReport(analyst, id)).rejects.toMatchObject({ code: 'conflict' })
    await deleteReport(admin, id)
    await workAtReport(id, attempt)
    expect(await countRows('report_part', `report_id = '${id}'`)).toBe(0)
  })

  test('goes on from nothing where its worker died half-way, and is not shown as done before', async () => {
    const id = await order()
    await pool().query(`UPDATE report SET status = 'running', done = 7, total = 9 WHERE id = $1`, [id])
    await pool().query(
      `INSERT INTO report_part VALUES ($1, 'verdict', 0, 7, 'a', 'z', ''), ($1, 'verdict', 99, 7, 'a', 'z', '')`,
      [id],
    )
    await expect(openReport(viewer, id)).rejects.toMatchObject({ code: 'conflict' })
    await workAtReport(id, attempt)
    expect((await openReport(viewer, id)).integrity).toEqual({ intact: true })
    const { done, total } = await getReport(viewer, id)
    expect(done).toBe(total)
    expect(done).toBeGreaterThan(0)
  })

  test('and whose worker is to stop stays to be made, without being called failed', async () => {
    const id = await order()
    const stopped = { signal: AbortSignal.abort(), lastAttempt: true }
    await expect(workAtReport(id, stopped)).rejects.toThrow()
    expect(await getReport(viewer, id)).toMatchObject({ status: 'running', summary: null })
    await workAtReport(id, attempt)
    expect(await getReport(viewer, id)).toMatchObject({ status: 'done' })
  })

  test('fails with a reason where it can not be made', async () => {
    const id = await order()
    await pool().query(`UPDATE report SET scope = '{"environment": 7}' WHERE id = $1`, [id])
    await expect(workAtReport(id, { ...attempt, lastAttempt: true })).rejects.toThrow()
    expect(await getReport(viewer, id)).toMatchObject({ status: 'failed', failure: expect.stringContaining('log') })
  })
})

describe('a report whose rows somebody wrote to', () => {
  const tampers = [
    `UPDATE report SET summary = jsonb_set(summary, '{name}', '"Clean"') WHERE id = $1`,
    `UPDATE report SET sha256 = decode(repeat('00', 32), 'hex') WHERE id = $1`,
    `DELETE FROM report_part WHERE report_id = $1 AND kind = 'finding'`,
    `UPDATE report_part SET content = '\\x1f8b00' WHERE report_id = $1 AND kind = 'verdict'`,
    `UPDATE report_part p SET content = o.content, first_key = o.first_key, last_key = o.last_key FROM report_part o
      WHERE p.report_id = $1 AND p.kind = 'observation' AND o.report_id = $1 AND o.kind = 'verdict'`,
    `UPDATE report_part SET last_key = 'a' WHERE report_id = $1 AND kind = 'verdict'`,
  ]
  test.each(tampers)('is shown as such, and no file is made of it: %s', async (tamper) => {
    const id = await made()
    expect((await openReport(viewer, id)).integrity).toEqual({ intact: true })
    expect((await pool().query(tamper, [id])).rowCount).toBeGreaterThan(0)
    expect((await openReport(viewer, id)).integrity).toMatchObject({ intact: false })
    await expect(reportSource(viewer, id)).rejects.toMatchObject({ code: 'conflict' })
  })
})

test('only who may orders, cancels and deletes, and all of it is in the activity log', async () => {
  const id = await order({ name: 'Logged' })
  await expect(createReport(viewer, reportRequest.parse({ name: 'x', frameworks: ['pci-dss'] }))).rejects.toMatchObject(
    { code: 'forbidden' },
  )
  await expect(cancelReport(viewer, id)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(deleteReport(analyst, id)).rejects.toMatchObject({ code: 'forbidden' })
  await cancelReport(analyst, id)
  await deleteReport(admin, id)
  const { rows } = await pool().query('SELECT action, actor_name FROM audit_entry WHERE object_id = $1 ORDER BY id', [
    id,
  ])
  expect(rows).toEqual([
    { action: 'report.create', actor_name: 'Ana' },
    { action: 'report.cancel', actor_name: 'Ana' },
    { action: 'report.delete', actor_name: 'Ada' },
  ])
  await expect(getReport(viewer, id)).rejects.toMatchObject({ code: 'not-found' })
})
