import { beforeAll, expect, test } from 'vitest'
import type { VerdictRow } from '#lib/compliance/report-snapshot.ts'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { allRows } from '../all-rows.ts'
import { evaluateSubjects } from '../evaluation/evaluate-subjects.ts'
import { requireFilter } from '../filter.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { changeFilter } from './change-filter.ts'
import { createReport } from './change-reports.ts'
import { compareReports, exportChanges, listChanges } from './compare-reports.ts'
import { reportSource } from './open-report.ts'
import { reportableIds, reportRequest } from './request.ts'
import { workAtReport } from './work-at-report.ts'

testDatabase()

const viewer: Principal = { kind: 'token', id: 't', name: 'Vera', role: 'viewer' }
const analyst: Principal = { ...viewer, name: 'Ana', role: 'analyst' }
const now = new Date()
const inDays = (days: number) => new Date(now.getTime() + days * dayMs)
const made = { before: '', after: '', narrow: '' }

async function make(change: object = {}): Promise<string> {
  const id = await createReport(analyst, reportRequest.parse({ name: 'R', frameworks: reportableIds, ...change }))
  await workAtReport(id, { signal: new AbortController().signal, lastAttempt: false })
  return id
}

beforeAll(async () => {
  const site = await addSite()
  const payments = await addIdentity('payments.example.com', { owner: 'payments' })
  const ledger = await addIdentity('ledger.example.com', { owner: 'ledger' })
  const ended = await addEndpoint(site, { host: 'payments.example.com', identityId: payments })
  const waiting = await addEndpoint(site, { host: 'ledger.example.com', identityId: ledger })
  const root = createRoot({ notBefore: inDays(-400) })
  const leaf = (name: string, from: number, to: number) =>
    root.issue({ dns: [name], notBefore: inDays(from), notAfter: inDays(to) })
  const see = async (endpointId: string, { der }: { der: Uint8Array }) =>
    recordObservations(systemPrincipal, [
      { endpointId, observations: [handshakeAt({ at: now, chain: [der, root.der] })] },
    ])
  const judge = (endpointIds: string[], identityIds: string[]) =>
    evaluateSubjects(systemPrincipal, { endpointIds, identityIds }, now)
  await see(ended, leaf('payments.example.com', -90, -1))
  await judge([ended], [payments, ledger])
  made.before = await make()
  await see(ended, leaf('payments.example.com', -1, 60))
  await see(waiting, leaf('other.example.com', -1, 60))
  const fresh = await addEndpoint(site, { host: 'new.example.com', identityId: ledger })
  await judge([ended, waiting, fresh], [payments, ledger])
  const stood = await Array.fromAsync((await reportSource(viewer, made.before)).rows('finding'))
  await pool().query(
    `UPDATE finding SET status = 'accepted', accepted_until = now() + interval '9 days'
      WHERE id = (SELECT id FROM finding WHERE status = 'open' AND id = ANY ($1::uuid[]) ORDER BY id LIMIT 1)`,
    [stood.map(({ id }) => id)],
  )
  made.after = await make()
  made.narrow = await make({ frameworks: ['owasp-nhi'], scope: { owner: ['ledger'] } })
})

async function verdictsOf(id: string): Promise<Map<string, VerdictRow>> {
  const rows = await Array.fromAsync((await reportSource(viewer, id)).rows('verdict'))
  return new Map(rows.map((row) => [`${row.checkId} ${row.subjectId}`, row]))
}

test('what got better, worse, known and new is what the two lists of verdicts say', async () => {
  const [before, after] = [await verdictsOf(made.before), await verdictsOf(made.after)]
  const count = (is: (old: VerdictRow | undefined, now: VerdictRow | undefined) => boolean) =>
    [...new Set([...before.keys(), ...after.keys()])].filter((key) => is(before.get(key), after.get(key))).length
  const { verdicts, subjects } = await compareReports(viewer, made.after, made.before)
  expect(verdicts['new-subject']).toBe(count((old, one) => old === undefined && one !== undefined))
  expect(verdicts['known-now']).toBe(
    count((old, one) => old?.outcome === 'not-assessed' && one !== undefined && one.outcome !== 'not-assessed'),
  )
  expect(verdicts['unknown-now']).toBe(
    count((old, one) => old !== undefined && old.outcome !== 'not-assessed' && one?.outcome === 'not-assessed'),
  )
  expect(verdicts.better).toBeGreaterThan(0)
  expect(verdicts['gone-subject']).toBe(0)
  expect(subjects).toEqual({ new: 1, gone: 0 })
  expect(Object.values(verdicts).reduce((sum, one) => sum + one)).toBe(count(() => true))
})

test.each([{}, { change: 'better,worse' }, { finding: 'opened,resolved' }, { check: 'validity-expired' }])(
  'count, pages and file hold the same changes: %o',
  async (query) => {
    const filter = requireFilter(changeFilter, new URLSearchParams(query))
    const page = await listChanges(viewer, made.after, made.before, filter)
    const pages = await Array.fromAsync(
      allRows((cursor) => listChanges(viewer, made.after, made.before, { ...filter, cursor, limit: 7 })),
    )
    const exported = await Array.fromAsync(await exportChanges(viewer, made.after, made.before, filter))
    expect(page.total).toEqual({ count: exported.length, exact: true })
    expect(pages).toEqual(exported)
    expect(exported.length).toBeGreaterThan(0)
  },
)

test('findings that were opened, resolved and excepted are told', async () => {
  const { findings } = await compareReports(viewer, made.after, made.before)
  expect(findings.opened).toBeGreaterThan(0)
  expect(findings.resolved).toBeGreaterThan(0)
  expect(findings.excepted).toBe(1)
  const expired = requireFilter(changeFilter, new URLSearchParams({ check: 'validity-expired' }))
  const changes = await Array.fromAsync(await exportChanges(viewer, made.after, made.before, expired))
  expect(changes).toContainEqual(expect.objectContaining({ verdict: 'better', finding: 'resolved' }))
})

test('another scope and other frameworks are said', async () => {
  const { differences, frameworks } = await compareReports(viewer, made.narrow, made.before)
  expect(differences).toContain('The earlier report covers all owners, the later owners ledger.')
  expect(differences.some((line) => line.startsWith('Only the earlier report has: Frameworks'))).toBe(true)
  expect(frameworks.map(({ id }) => id)).toEqual(['owasp-nhi'])
  expect((await compareReports(viewer, made.after, made.before)).differences).toEqual([])
})

test('what became worse is the answer; of another question it is told what both hold alone', async () => {
  const { answer, because, findings } = await compareReports(viewer, made.after, made.before)
  expect(answer).toBe('worse')
  expect(because).toContainEqual(`${findings.opened} findings were opened`)
  const later = await make()
  expect(await compareReports(viewer, later, made.after)).toMatchObject({ answer: 'ok', because: [] })
  const wider = await compareReports(viewer, later, made.narrow)
  expect(wider.findings.opened).toBeGreaterThan(0)
  expect(wider).toMatchObject({ answer: 'unknown', because: ['the two reports ask different questions'] })
})

test('a report is compared with an earlier one alone', async () => {
  await expect(compareReports(viewer, made.before, made.after)).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(compareReports(viewer, made.after, made.after)).rejects.toMatchObject({ code: 'invalid-input' })
})
