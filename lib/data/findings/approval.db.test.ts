import { beforeEach, describe, expect, test } from 'vitest'
import { type Principal, type Role, systemPrincipal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows, oneRow } from '#lib/testing/estate.ts'
import { addFinding } from '#lib/testing/findings.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { evaluateDue } from '../evaluation/evaluate-due.ts'
import { evaluateSubjects } from '../evaluation/evaluate-subjects.ts'
import { requireFilter } from '../filter.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { createToken } from '../tokens/create-token.ts'
import { disableUser } from '../users/change-user.ts'
import { createUser } from '../users/create-user.ts'
import { approvalOf } from './approval-of.ts'
import { bulkChangeFindings } from './bulk-change-findings.ts'
import { makeChange } from './change-finding.ts'
import { countFindings } from './count-findings.ts'
import { findingFilter } from './filter.ts'
import { findingChange } from './finding-change.ts'
import { getFinding } from './get-finding.ts'
import { saveTriageSettings } from './triage-settings.ts'

testDatabase('test')

const now = new Date('2026-11-23T12:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * dayMs)
const acceptance = { action: 'accept', until: inDays(10).toISOString(), reason: 'replaced next week' }

let endpointId: string
let ana: Principal
let ada: Principal
let bob: Principal

beforeEach(async () => {
  const identityId = await addIdentity('payments.example.com')
  endpointId = await addEndpoint(await addSite(), { host: 'payments.example.com', identityId })
  ana = await user('Ana', 'analyst')
  ada = await user('Ada', 'admin')
  bob = await user('Bob', 'admin')
})

async function user(name: string, role: Role): Promise<Principal> {
  const email = `${name.toLowerCase()}@example.test`
  const id = await createUser(systemPrincipal, { name, email, password: 'correct horse battery', role })
  return { kind: 'user', id, name, role }
}

const change = (as: Principal, id: string, input: object, at = now) =>
  makeChange(as, { id }, findingChange.parse(input), at)
const read = (id: string) => getFinding(ana, id, now)
const kinds = async (id: string) => (await read(id)).events.map(({ kind, actorName }) => `${kind} ${actorName}`)

describe('an acceptance that needs somebody else', () => {
  test('waits as a proposal, is approved by another administrator, and each step is on record', async () => {
    const id = await addFinding({ endpointId, severity: 'high' })
    expect(await change(ana, id, acceptance)).toBe('proposed')
    expect(await read(id)).toMatchObject({
      status: 'open',
      acceptedUntil: null,
      approver: null,
      proposal: { until: inDays(10), reason: 'replaced next week', byId: ana.id, byName: 'Ana' },
    })
    const waiting = requireFilter(findingFilter, new URLSearchParams('waiting=true'))
    expect((await countFindings(ana, waiting)).count).toBe(1)
    await expect(change(ana, id, { action: 'approve' })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await approvalOf(ana, await read(id), now)).toMatchObject({
      proposes: true,
      mayApprove: false,
      mayDecline: true,
    })
    expect(await approvalOf(ada, await read(id), now)).toMatchObject({ mayApprove: true, mayDecline: true })

    expect(await change(ada, id, { action: 'approve' })).toBe('changed')
    expect(await read(id)).toMatchObject({
      status: 'accepted',
      acceptedUntil: inDays(10),
      reason: 'replaced next week',
      approver: { id: ada.id, name: 'Ada' },
      proposal: null,
      dueAt: null,
    })
    expect(await kinds(id)).toEqual(['acceptance-proposed Ana', 'accepted Ada'])
    const audited = await pool().query(
      `SELECT action, actor_name, detail FROM audit_entry WHERE object_id = $1 ORDER BY id`,
      [id],
    )
    expect(audited.rows).toMatchObject([
      { action: 'finding.propose', actor_name: 'Ana' },
      { action: 'finding.approve', actor_name: 'Ada', detail: { proposedBy: 'Ana', reason: 'replaced next week' } },
    ])
  })

  test('is nobody’s own to approve, by session or by token, while there is another administrator', async () => {
    const id = await addFinding({ endpointId, severity: 'critical' })
    expect(await change(ada, id, acceptance)).toBe('proposed')
    await expect(change(ada, id, { action: 'approve' })).rejects.toThrow(/himself/)
    const { token } = await createToken(ada, { name: 'Adas robot', role: 'admin' })
    expect(token).toBeTruthy()
    const { id: tokenId } = await oneRow('SELECT id FROM api_token')
    const robot: Principal = { kind: 'token', id: String(tokenId), name: 'Adas robot', role: 'admin' }
    await expect(change(robot, id, { action: 'approve' })).rejects.toThrow(/himself/)
    expect(await change(bob, id, { action: 'approve' })).toBe('changed')
  })

  test('is the only administrator’s own, and the record says so', async () => {
    await disableUser(ada, bob.id)
    const id = await addFinding({ endpointId, severity: 'critical' })
    expect(await approvalOf(ada, await read(id), now)).toMatchObject({ proposes: false, sole: true })
    expect(await change(ada, id, acceptance)).toBe('changed')
    const finding = await read(id)
    expect(finding).toMatchObject({ status: 'accepted', approver: { name: 'Ada' } })
    expect(finding.events).toMatchObject([{ kind: 'accepted', detail: { sole: true } }])
  })

  test('is declined with a reason, or taken back by who proposed it', async () => {
    const id = await addFinding({ endpointId, severity: 'high' })
    await change(ana, id, acceptance)
    await change(ada, id, { action: 'decline', reason: 'too long' })
    expect(await read(id)).toMatchObject({ status: 'open', proposal: null })
    await change(ana, id, acceptance)
    await change(ana, id, { action: 'decline', reason: 'found a way' })
    expect((await read(id)).events).toMatchObject([
      { kind: 'acceptance-proposed' },
      { kind: 'acceptance-declined', actorName: 'Ada', detail: { reason: 'too long', proposedBy: 'Ana' } },
      { kind: 'acceptance-proposed' },
      { kind: 'acceptance-declined', actorName: 'Ana', detail: { own: true } },
    ])
  })

  test('is from where the estate says; below, who accepts approves', async () => {
    const id = await addFinding({ endpointId, severity: 'medium' })
    expect(await change(ana, id, acceptance)).toBe('changed')
    expect(await read(id)).toMatchObject({ status: 'accepted', approver: { id: ana.id, name: 'Ana' } })
    await expect(saveTriageSettings(ana, { approvalFrom: null })).rejects.toMatchObject({ code: 'forbidden' })
    await saveTriageSettings(ada, { approvalFrom: 'low' })
    const other = await addFinding({ checkId: 'chain-incomplete', endpointId, severity: 'low' })
    expect(await change(ana, other, acceptance)).toBe('proposed')
    await saveTriageSettings(ada, { approvalFrom: null })
    expect(await change(ana, other, acceptance)).toBe('changed')
    expect(await countRows('audit_entry', `action = 'triage.save'`)).toBe(2)
  })

  test('comes in bulk: each finding says what became of it, all that match are approved at once', async () => {
    const high = await addFinding({ endpointId, severity: 'high' })
    const low = await addFinding({ checkId: 'chain-incomplete', endpointId, severity: 'low' })
    const done = await addFinding({ checkId: 'gone', endpointId, status: 'resolved' })
    const accept = findingChange.parse(acceptance)
    const accepted = await bulkChangeFindings(ana, { ids: [high, low, done] }, accept, now)
    expect(accepted.items.map(({ outcome }) => outcome)).toEqual(['proposed', 'changed', 'refused'])
    expect(accepted.counts).toMatchObject({ proposed: 1, changed: 1, refused: 1 })
    const filter = requireFilter(findingFilter, new URLSearchParams('status=all'))
    const approve = findingChange.parse({ action: 'approve' })
    await expect(bulkChangeFindings(ana, { filter }, approve, now)).rejects.toMatchObject({ code: 'forbidden' })
    const approved = await bulkChangeFindings(bob, { filter }, approve, now)
    expect(approved.counts).toMatchObject({ changed: 1, refused: 2 })
    expect(await read(high)).toMatchObject({ status: 'accepted', approver: { name: 'Bob' } })
  })
})

describe('time and scans', () => {
  async function serve(endsIn: number, at: Date): Promise<string> {
    const root = createRoot({ notBefore: inDays(-400) })
    const leaf = root.issue({ dns: ['payments.example.com'], notBefore: inDays(-90), notAfter: inDays(endsIn) })
    const chain = [leaf.der, root.der]
    await recordObservations(systemPrincipal, [{ endpointId, observations: [handshakeAt({ at, chain })] }])
    await evaluateSubjects(systemPrincipal, { endpointIds: [endpointId], identityIds: [] }, at)
    const { id } = await oneRow(`SELECT id FROM finding WHERE check_id = 'validity-expired'`)
    return String(id)
  }

  test('an approved acceptance opens again when the clock comes to its end, with its history', async () => {
    const id = await serve(-1, now)
    await change(ana, id, acceptance)
    await change(bob, id, { action: 'approve' })
    await evaluateDue(inDays(9))
    expect(await read(id)).toMatchObject({ status: 'accepted' })
    await evaluateDue(inDays(10))
    const finding = await read(id)
    expect(finding).toMatchObject({ status: 'open', acceptedUntil: null, approver: null, timesReopened: 1 })
    expect(finding.events.map(({ kind }) => kind)).toEqual([
      'opened',
      'acceptance-proposed',
      'accepted',
      'acceptance-expired',
    ])
  })

  test('an acceptance ends with its certificate’s place: a renewal that fails alike opens the finding again', async () => {
    const id = await serve(-1, now)
    await change(ana, id, acceptance)
    await change(bob, id, { action: 'approve' })
    await serve(-2, inDays(1))
    const finding = await read(id)
    expect(finding).toMatchObject({ status: 'open', acceptedUntil: null, timesReopened: 1 })
    expect(finding.events.at(-1)).toMatchObject({
      kind: 'acceptance-expired',
      detail: { because: 'certificate-changed' },
    })
  })

  test('a proposal lapses when the clock comes to its end', async () => {
    const id = await serve(-1, now)
    await change(ana, id, acceptance)
    await evaluateDue(inDays(10))
    expect(await read(id)).toMatchObject({ status: 'open', proposal: null })
    expect((await read(id)).events.at(-1)).toMatchObject({ kind: 'acceptance-declined', detail: { because: 'ended' } })
    await expect(change(ada, id, { action: 'approve' }, inDays(10))).rejects.toThrow(/No acceptance waits/)
  })

  test('a proposal lapses when its finding is resolved', async () => {
    const id = await serve(-1, now)
    await change(ana, id, acceptance)
    await serve(60, inDays(1))
    expect(await read(id)).toMatchObject({ status: 'resolved', proposal: null })
    expect((await read(id)).events.slice(-2).map(({ kind }) => kind)).toEqual(['resolved', 'acceptance-declined'])
  })

  test('an acceptance ends although its endpoint can’t be reached any more', async () => {
    const id = await serve(-1, now)
    await disableUser(ada, bob.id)
    await change(ada, id, acceptance)
    const { lastSeenAt } = await read(id)
    await pool().query(`DELETE FROM verdict`)
    await pool().query('DELETE FROM observation')
    await pool().query('DELETE FROM address')
    await evaluateDue(inDays(10))
    const finding = await read(id)
    expect(finding).toMatchObject({ status: 'open', timesReopened: 1, lastSeenAt })
  })
})

describe('due dates', () => {
  test('count from the opening by the days of severity and policy, and are none while nothing is to be done', async () => {
    const { rows } = await pool().query(
      `INSERT INTO environment (name, policy) VALUES ('production', '{"dueDays": {"high": 10, "low": null}}') RETURNING id`,
    )
    await pool().query(`UPDATE identity SET environment_id = $1, policy = '{"dueDays": {"critical": 2}}'`, [rows[0].id])
    const at = (severity: 'critical' | 'high' | 'medium' | 'low') =>
      addFinding({ checkId: `check-${severity}`, endpointId, severity, openedAt: now })
    const ids = {
      critical: await at('critical'),
      high: await at('high'),
      medium: await at('medium'),
      low: await at('low'),
    }
    await evaluateSubjects(systemPrincipal, { endpointIds: [endpointId], identityIds: [] }, now)
    const dues = async () => Promise.all(Object.values(ids).map(async (id) => (await read(id)).dueAt))
    expect(await dues()).toEqual([inDays(2), inDays(10), inDays(90), null])

    await change(ana, ids.medium, { ...acceptance })
    await change(ada, ids.high, { action: 'false-positive', reason: 'x' })
    expect(await dues()).toEqual([inDays(2), null, null, null])
    // Reopened by a person: the days go on from where they began.
    await change(ana, ids.high, { action: 'reopen' }, inDays(3))
    expect((await read(ids.high)).dueAt).toEqual(inDays(10))

    await pool().query(`UPDATE environment SET policy = '{"dueDays": {"high": 4}}'`)
    await evaluateSubjects(systemPrincipal, { endpointIds: [endpointId], identityIds: [] }, inDays(1))
    expect(await dues()).toEqual([inDays(2), inDays(4), null, inDays(180)])
    const overdue = requireFilter(
      findingFilter,
      new URLSearchParams('due=overdue&check=check-critical,check-high,check-low'),
    )
    expect((await countFindings(ana, overdue, inDays(2))).count).toBe(1)
    expect((await countFindings(ana, overdue, inDays(4))).count).toBe(2)
  })

  test('begin anew when a finding comes back by itself', async () => {
    const id = await addFinding({ endpointId, severity: 'medium', openedAt: inDays(-100) })
    await pool().query(`UPDATE finding SET status = 'open', times_reopened = 1`)
    await pool().query(
      `INSERT INTO finding_event (finding_id, at, kind, actor_name, detail) VALUES ($1, $2, 'reopened', 'x', '{"because": "failed-again"}')`,
      [id, inDays(-1)],
    )
    await change(ana, id, { action: 'acknowledge' })
    expect((await read(id)).dueAt).toEqual(inDays(89))
  })
})
