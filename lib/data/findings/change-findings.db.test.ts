import { beforeEach, describe, expect, test } from 'vitest'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows, oneRow } from '#lib/testing/estate.ts'
import { addFinding } from '#lib/testing/findings.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { evaluateSubjects } from '../evaluation/evaluate-subjects.ts'
import { requireFilter } from '../filter.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { disableUser } from '../users/change-user.ts'
import { createUser } from '../users/create-user.ts'
import { bulkChangeFindings } from './bulk-change-findings.ts'
import { changeFinding } from './change-finding.ts'
import { findingFilter } from './filter.ts'
import { findingChange } from './finding-change.ts'
import { getFinding } from './get-finding.ts'

testDatabase('test')

const analyst: Principal = { kind: 'token', id: 't', name: 'Ana', role: 'analyst' }
const viewer: Principal = { ...analyst, role: 'viewer' }
const admin: Principal = { ...analyst, role: 'admin' }
const now = new Date('2026-11-23T12:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * dayMs)

let endpointId: string
let identityId: string

beforeEach(async () => {
  identityId = await addIdentity('payments.example.com')
  endpointId = await addEndpoint(await addSite(), { host: 'payments.example.com', identityId })
})

function change(id: string, input: object, options: { at?: Date; as?: Principal; updatedAt?: Date } = {}) {
  return changeFinding(
    options.as ?? analyst,
    { id, updatedAt: options.updatedAt },
    findingChange.parse(input),
    options.at ?? now,
  )
}

async function rolledUp() {
  return oneRow(
    'SELECT e.open_findings, i.open_findings AS of_identity FROM endpoint e JOIN identity i ON i.id = e.identity_id',
  )
}

/** An endpoint that serves a certificate which ended a day ago: the real way to a finding. */
async function expired() {
  const root = createRoot({ notBefore: inDays(-400) })
  const leaf = root.issue({ dns: ['payments.example.com'], notBefore: inDays(-90), notAfter: inDays(-1) })
  await recordObservations(systemPrincipal, [
    { endpointId, observations: [handshakeAt({ at: now, chain: [leaf.der, root.der] })] },
  ])
  await evaluateSubjects(systemPrincipal, { endpointIds: [endpointId], identityIds: [] }, now)
  const { id } = await oneRow(`SELECT id FROM finding WHERE check_id = 'validity-expired'`)
  return String(id)
}

describe('the life of a finding', () => {
  test('accepted by a person, it opens again by time alone when the acceptance ends', async () => {
    const id = await expired()
    const until = inDays(10)
    const before = await rolledUp()
    expect(
      await change(id, { action: 'accept', until: until.toISOString(), reason: 'replaced next week' }, { as: admin }),
    ).toBe(true)
    expect(await getFinding(viewer, id)).toMatchObject({
      status: 'accepted',
      acceptedUntil: until,
      reason: 'replaced next week',
    })
    expect(Number((await rolledUp()).of_identity)).toBe(Number(before.of_identity) - 1)
    const { reevaluate_at } = await oneRow('SELECT reevaluate_at FROM endpoint')
    expect(reevaluate_at instanceof Date && reevaluate_at <= until).toBe(true)

    await evaluateSubjects(systemPrincipal, { endpointIds: [endpointId], identityIds: [] }, inDays(9))
    expect(await getFinding(viewer, id)).toMatchObject({ status: 'accepted' })
    await evaluateSubjects(systemPrincipal, { endpointIds: [endpointId], identityIds: [] }, until)
    const reopened = await getFinding(viewer, id)
    expect(reopened).toMatchObject({ status: 'open', acceptedUntil: null, reason: null, timesReopened: 1 })
    expect(reopened.events.map((event) => event.kind)).toEqual(['opened', 'accepted', 'acceptance-expired'])
    const active = await countRows('finding', `endpoint_id = '${endpointId}' AND status IN ('open', 'acknowledged')`)
    expect((await rolledUp()).open_findings).toBe(active)
  })

  test('every action writes who did it into the history, the audit log and the outbox', async () => {
    const id = await addFinding({ endpointId })
    const ada = await createUser(systemPrincipal, {
      name: 'Ada',
      email: 'ada@example.test',
      password: 'correct horse battery',
      role: 'analyst',
    })
    await change(id, { action: 'acknowledge', note: 'seen' })
    await change(id, { action: 'assign', assigneeId: ada })
    await change(id, { action: 'comment', text: 'a <b>bold</b> claim\u0000' })
    await change(id, { action: 'false-positive', reason: 'a test server' }, { as: admin })
    await change(id, { action: 'reopen' })
    const finding = await getFinding(viewer, id)
    expect(finding).toMatchObject({ status: 'open', reason: null, assignee: { id: ada, name: 'Ada' } })
    expect(finding.events.map(({ kind, actorName, detail }) => [kind, actorName, detail])).toEqual([
      ['acknowledged', 'Ana', { note: 'seen' }],
      ['assigned', 'Ana', { assigneeId: ada, assigneeName: 'Ada' }],
      ['commented', 'Ana', { text: 'a <b>bold</b> claim\ufffd' }],
      ['false-positive', 'Ana', { reason: 'a test server' }],
      ['reopened', 'Ana', {}],
    ])
    const actions = await pool().query(
      `SELECT action FROM audit_entry WHERE object_type = 'finding' AND object_id = $1 ORDER BY id`,
      [id],
    )
    expect(actions.rows.map((row) => row.action)).toEqual([
      'finding.acknowledge',
      'finding.assign',
      'finding.comment',
      'finding.false-positive',
      'finding.reopen',
    ])
    expect(await countRows('outbox_event', `payload ->> 'findingId' = '${id}'`)).toBe(5)
  })

  test('what stands already is not written again', async () => {
    const id = await addFinding({ endpointId, status: 'acknowledged' })
    expect(await change(id, { action: 'acknowledge' })).toBe(false)
    expect(await countRows('finding_event')).toBe(0)
  })
})

describe('refusals', () => {
  test('a viewer changes nothing', async () => {
    const id = await addFinding({ endpointId })
    await expect(change(id, { action: 'acknowledge' }, { as: viewer })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(
      bulkChangeFindings(viewer, { ids: [id] }, findingChange.parse({ action: 'reopen' })),
    ).rejects.toMatchObject({ code: 'forbidden' })
    expect(await countRows('finding_event')).toBe(0)
  })

  test('a finding that is not there, however its id is spelt', async () => {
    for (const id of ['0190a000-0000-7000-8000-000000000000', 'x', "'; --"]) {
      await expect(change(id, { action: 'acknowledge' })).rejects.toMatchObject({ code: 'not-found' })
      await expect(getFinding(viewer, id)).rejects.toMatchObject({ code: 'not-found' })
    }
  })

  test('silence needs a reason, and an acceptance an end', () => {
    for (const input of [
      { action: 'accept', until: '2026-12-01' },
      { action: 'accept', until: '2026-12-01', reason: '  ' },
      { action: 'accept', reason: 'x' },
      { action: 'accept', until: 'never', reason: 'x' },
      { action: 'false-positive' },
      { action: 'comment', text: '' },
    ]) {
      expect(findingChange.safeParse(input).success, JSON.stringify(input)).toBe(false)
    }
  })

  test.each([
    ['in the past', inDays(-1), false],
    ['now', now, false],
    ['in 366 days', inDays(366), true],
    ['beyond 366 days', new Date(inDays(366).getTime() + 1), false],
  ])('an acceptance that ends %s', async (_name, until, allowed) => {
    const id = await addFinding({ endpointId })
    const attempt = change(id, { action: 'accept', until: until.toISOString(), reason: 'x' })
    if (allowed) expect(await attempt).toBe(true)
    else await expect(attempt).rejects.toMatchObject({ code: 'invalid-input' })
  })

  test('an acceptance does not outlive the certificate that the evidence names as failing', async () => {
    const root = createRoot({ notBefore: inDays(-400) })
    const leaf = root.issue({ dns: ['a.test'], notBefore: inDays(-10), notAfter: inDays(20) })
    const sound = root.issue({ dns: ['a.test'], notBefore: inDays(-10), notAfter: inDays(5) })
    await recordObservations(systemPrincipal, [
      { endpointId, observations: [handshakeAt({ at: now, chain: [leaf.der, sound.der] })] },
    ])
    const evidence = {
      addresses: [
        { ip: '192.0.2.1', outcome: 'fail', certificateSha256: leaf.sha256 },
        { ip: '192.0.2.2', outcome: 'pass', certificateSha256: sound.sha256 },
      ],
    }
    const id = await addFinding({ checkId: 'eku-excessive', endpointId, evidence })
    const { acceptance } = await getFinding(viewer, id, now)
    expect(acceptance.certificateEndsAt).toEqual(acceptance.latest)
    const late = new Date(acceptance.latest.getTime() + 1)
    await expect(change(id, { action: 'accept', until: late.toISOString(), reason: 'x' })).rejects.toThrow(
      /certificate ends/,
    )
    expect(await change(id, { action: 'accept', until: acceptance.latest.toISOString(), reason: 'x' })).toBe(true)
  })

  test('what is resolved is left to the check', async () => {
    const id = await addFinding({ endpointId, status: 'resolved' })
    for (const input of [{ action: 'acknowledge' }, { action: 'reopen' }, { action: 'false-positive', reason: 'x' }]) {
      await expect(change(id, input)).rejects.toThrow(/resolved/)
    }
    expect(await change(id, { action: 'comment', text: 'well done' })).toBe(true)
  })

  test('nobody is assigned who is not there or may not sign in', async () => {
    const id = await addFinding({ endpointId })
    const gone = await createUser(systemPrincipal, {
      name: 'Bo',
      email: 'bo@example.test',
      password: 'correct horse battery',
      role: 'analyst',
    })
    await disableUser(systemPrincipal, gone)
    for (const assigneeId of [gone, 'nobody']) {
      await expect(change(id, { action: 'assign', assigneeId })).rejects.toMatchObject({ code: 'invalid-input' })
    }
  })
})

test('what somebody else changed is a conflict, and is not overwritten', async () => {
  const id = await addFinding({ endpointId })
  const { updatedAt } = await getFinding(viewer, id)
  await change(id, { action: 'false-positive', reason: 'a test server' }, { updatedAt, as: admin })
  await expect(change(id, { action: 'acknowledge' }, { updatedAt })).rejects.toMatchObject({ code: 'conflict' })
  expect(await change(id, { action: 'comment', text: 'I disagree' }, { updatedAt })).toBe(true)
  expect(await getFinding(viewer, id)).toMatchObject({ status: 'false-positive' })
})

test('two at once: one changes, the other learns of it', async () => {
  const id = await addFinding({ endpointId })
  const { updatedAt } = await getFinding(viewer, id)
  const both = await Promise.allSettled([
    change(id, { action: 'acknowledge' }, { updatedAt }),
    change(id, { action: 'false-positive', reason: 'x' }, { updatedAt }),
  ])
  expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await countRows('finding_event')).toBe(1)
})

describe('bulk', () => {
  test('says of each finding what became of it, and rolls up once for all', async () => {
    const open = await addFinding({ checkId: 'a', endpointId })
    const stands = await addFinding({ checkId: 'b', endpointId, status: 'acknowledged' })
    const done = await addFinding({ checkId: 'c', endpointId, status: 'resolved' })
    const missing = '0190a000-0000-7000-8000-000000000000'
    const result = await bulkChangeFindings(
      admin,
      { ids: [open, stands, done, missing, open] },
      findingChange.parse({ action: 'false-positive', reason: 'a lab' }),
    )
    expect(result.counts).toEqual({ changed: 2, proposed: 0, unchanged: 0, refused: 1, conflict: 0, 'not-found': 1 })
    expect(result.items.map(({ id, outcome }) => [id, outcome])).toEqual([
      [open, 'changed'],
      [stands, 'changed'],
      [done, 'refused'],
      [missing, 'not-found'],
    ])
    expect(await rolledUp()).toEqual({ open_findings: 0, of_identity: 0 })
  })

  test('goes over batches, and is refused above its limit before anything is written', async () => {
    await pool().query(
      `INSERT INTO finding (check_id, subject_kind, subject_id, endpoint_id, severity, evidence, opened_at, last_seen_at)
       SELECT 'check-' || n, 'endpoint', $1::uuid, $1::uuid, 'low', '{}', now(), now() FROM generate_series(1, 600) n`,
      [endpointId],
    )
    const all = { filter: requireFilter(findingFilter, new URLSearchParams('status=all')) }
    expect(
      (await bulkChangeFindings(analyst, all, findingChange.parse({ action: 'acknowledge' }))).counts.changed,
    ).toBe(600)
    await pool().query(
      `INSERT INTO finding (check_id, subject_kind, subject_id, endpoint_id, severity, evidence, opened_at, last_seen_at)
       SELECT 'more-' || n, 'endpoint', $1::uuid, $1::uuid, 'low', '{}', now(), now() FROM generate_series(1, 9401) n`,
      [endpointId],
    )
    await expect(bulkChangeFindings(analyst, all, findingChange.parse({ action: 'reopen' }))).rejects.toMatchObject({
      code: 'too-large',
    })
    expect(await countRows('finding_event', `kind = 'reopened'`)).toBe(0)
  })
})
